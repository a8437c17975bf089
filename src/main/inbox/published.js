/** The items that this page has published: a later event refers to an item by the id of its event, which the API does not show. */

const KEY = 'notification-feed-published';
const KEPT = 50;

export function remember({ id, type, data }) {
  const named = data.notification?.id ?? id;
  const isNew = type.includes('.created.');
  const item = isNew ? { id, recipient: data.recipient, type: data.type, title: data.subjectText } : find(named);
  const others = all().filter((one) => one.id !== named);
  const isGone = type.includes('.withdrawn.') || !item;
  store(isGone ? others : [item, ...others].slice(0, KEPT));
}

/** The items of a recipient, the one published or changed last first. */
export const publishedFor = (recipient) => all().filter((item) => item.recipient === recipient);

const find = (id) => all().find((item) => item.id === id);

function all() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

function store(items) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(items));
  } catch {
    // Storage is disabled: later events cannot refer to items
  }
}
