/** The words that the page shows for states, dates and errors. */

const STATUS = {
  UNREAD: 'Unread',
  READ: 'Read',
  ARCHIVED: 'Archived',
  PENDING: 'Pending',
  SENT: 'Sent',
  FAILED: 'Failed',
};

const LINK = {
  connecting: 'Connecting …',
  live: 'Live',
  waiting: 'Reconnecting …',
  unavailable: 'Service unavailable',
  'signed-out': 'Signed out',
  closed: 'Closed',
};

const OUTCOME = {
  stored: 'Stored',
  changed: 'Changed',
  unchanged: 'No difference',
  outdated: 'Ignored: a newer change was applied before',
  'seen-before': 'Ignored: seen before',
  'past-retention': 'Ignored: sent too long ago to be kept',
  'dead-lettered': 'Dead-lettered',
  handled: 'Handled',
  pending: 'Published, not handled yet',
};

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

export const statusWord = (status) => STATUS[status] ?? status;

export const linkWord = (state) => LINK[state] ?? state;

/** What became of a published event, and where it is on the topic. */
export function outcomeWords({ outcome, code, detail, partition, offset }) {
  const reason = [code, detail].filter(Boolean).join(', ');
  return `${OUTCOME[outcome] ?? outcome}${reason && `: ${reason}`} (partition ${partition}, offset ${offset})`;
}

/** PLACEMENT_INFORMATION becomes Placement information. */
export function typeWord(subject) {
  const words = subject.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function shortDate(instant) {
  const date = new Date(instant);
  return DAY.format(date) === DAY.format(new Date()) ? `Today, ${TIME.format(date)}` : DAY.format(date);
}

export const fullDate = (instant) => FULL.format(new Date(instant));

export function rangeWords({ number, size, totalElements }) {
  if (!totalElements) return '';
  const first = number * size + 1;
  return `${first}–${Math.min(first + size - 1, totalElements)} of ${totalElements}`;
}

/** The error message of a failed call. */
export const troubleWords = ({ status, body }) => body?.detail ?? (status ? `Status ${status}.` : 'The service does not answer.');

/** Announces a change to screen readers. */
export function say(sentence) {
  document.querySelector('#said').textContent = sentence;
}
