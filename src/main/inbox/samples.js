/** The events that the form publishes, as an upstream service would send them. */

const SOURCE = '/dev/inbox';
const SOON_MILLIS = 10_000;

/** A title and a content that try to run scripts. */
const HOSTILE_TITLE = '<img src=x onerror="window.hacked=1"> <script>window.hacked=1</scr' + 'ipt>';
const HOSTILE_CONTENT = `<h2>This heading stays</h2><script>window.hacked=1</script>
<p onclick="window.hacked=1">Text and <b>bold</b> stay; scripts are removed.</p>
<img src="x" onerror="window.hacked=1"><svg onload="window.hacked=1"></svg>
<iframe srcdoc="<script>top.hacked=1</script>"></iframe>
<a href="javascript:window.hacked=1">A link to nowhere</a>
<form action="https://example.org"><input name="password"></form>
<style>body { display: none }</style>`;

const LETTER = `<h2>Your placement</h2>
<p>You start at <b>Leeds General Infirmary</b> on 3 December.</p>
<ul><li>Department: Paediatrics</li><li>Supervisor: Dr Ames</li></ul>
<p>Questions? <a href="https://example.org/help">We are glad to help.</a></p>`;

/** The kinds of events: the form fields that each needs, and how it is made from them. */
export const SAMPLES = {
  inApp: {
    label: 'In-app notification',
    title: 'Placement information',
    make: (fields) => created(fields, { type: 'IN_APP', subject: 'PLACEMENT_INFORMATION', content: LETTER }),
  },
  email: {
    label: 'E-mail',
    title: 'Welcome to your programme',
    make: (fields) => created(fields, { type: 'EMAIL', subject: 'PROGRAMME_CREATED', content: LETTER, contact: 'a.trainee@example.org', status: 'SENT' }),
  },
  scheduled: {
    label: 'Scheduled, in ten seconds',
    title: 'Your form is due',
    make: (fields) => created(fields, { type: 'IN_APP', subject: 'FORM_DUE', content: LETTER, sentAt: instant(SOON_MILLIS) }),
  },
  dozen: {
    label: 'A dozen at once',
    title: 'Course reminder',
    count: 12,
    make: (fields, number = 1) =>
      created({ ...fields, title: `${fields.title} ${number}` }, { type: 'IN_APP', subject: 'COURSE_REMINDER', content: LETTER }),
  },
  hostile: {
    label: 'Hostile HTML',
    title: HOSTILE_TITLE,
    make: (fields) => created(fields, { type: 'IN_APP', subject: 'HOSTILE_HTML', content: HOSTILE_CONTENT }),
  },
  changed: {
    label: 'Status change',
    needs: ['target', 'status'],
    make: ({ recipient, target, status }) =>
      event('status-changed', { recipient, notification: { id: target }, status, changedAt: instant() }),
  },
  withdrawn: {
    label: 'Withdrawal',
    needs: ['target'],
    make: ({ recipient, target }) => event('withdrawn', { recipient, notification: { id: target } }),
  },
};

export const STATUSES = { IN_APP: ['READ', 'UNREAD', 'ARCHIVED'], EMAIL: ['FAILED', 'SENT', 'PENDING'] };

export const needsOf = ({ needs = ['title'] }) => needs;

function created({ recipient, title }, data) {
  return event('created', { recipient, subjectText: title, ...data });
}

function event(action, data) {
  return {
    specversion: '1.0',
    id: crypto.randomUUID(),
    source: SOURCE,
    type: `dev.notificationfeed.notification.${action}.v1`,
    time: instant(),
    datacontenttype: 'application/json',
    data,
  };
}

const instant = (aheadMillis = 0) => new Date(Date.now() + aheadMillis).toISOString();
