/** How things are said on the page. */

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
  unavailable: 'The service is not there',
  'signed-out': 'Signed out',
  closed: 'Closed',
};

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const TIME = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const FULL = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'medium' });

export const statusWord = (status) => STATUS[status] ?? status;

export const linkWord = (state) => LINK[state] ?? state;

/** PLACEMENT_INFORMATION as Placement information. */
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

/** What a call that was refused says of itself. */
export const troubleWords = ({ status, body }) => body?.detail ?? (status ? `Status ${status}.` : 'The service does not answer.');

/** Told to those who cannot see what has just changed. */
export function say(sentence) {
  document.querySelector('#said').textContent = sentence;
}
