/** Rows of the table. An item keeps its row while it is shown, so that the focus stays. */
import { fullDate, shortDate, statusWord, typeWord } from './words.js';

const template = document.querySelector('#row-template').content;
const skeleton = document.querySelector('#skeleton-template').content;
const SKELETONS = 6;

/** The item of each row. */
const itemOf = new WeakMap();

export function itemAt(element) {
  return itemOf.get(element.closest('tr'));
}

export function rowOf(body, id) {
  return body.querySelector(`tr[data-id="${CSS.escape(id)}"]`);
}

export function showSkeleton(body) {
  body.replaceChildren(...Array.from({ length: SKELETONS }, () => skeleton.cloneNode(true)));
}

/**
 * Shows these items in this order.
 * @returns {boolean} whether the focused row was removed
 */
export function showItems(body, items, freshIds) {
  const focused = body.contains(document.activeElement) ? document.activeElement.closest('tr') : null;
  const rows = items.map((item) => fill(rowOf(body, item.id) ?? newRow(item), item));
  [...body.children].filter((row) => !rows.includes(row)).forEach((row) => row.remove());
  rows.forEach((row, index) => {
    if (body.children[index] !== row) body.insertBefore(row, body.children[index] ?? null);
    if (freshIds.has(row.dataset.id)) flash(row);
  });
  return Boolean(focused) && !focused.isConnected;
}

/** Updates the row of an item in place, unless the row is newer. */
export function refresh(row, item) {
  if (itemOf.get(row).version > item.version) return;
  fill(row, item);
  flash(row);
}

function newRow(item) {
  const row = template.cloneNode(true).firstElementChild;
  row.dataset.id = item.id;
  return row;
}

function fill(row, item) {
  itemOf.set(row, item);
  const part = (selector) => row.querySelector(selector);
  row.dataset.status = item.status;
  put(part('.chip'), statusWord(item.status));
  put(part('.open'), item.subjectText);
  put(part('.under'), [typeWord(item.subject), item.contact, item.statusDetail].filter(Boolean).join(' · '));
  put(part('.c-type'), typeWord(item.subject));
  const time = part('time');
  time.dateTime = item.sentAt;
  time.title = fullDate(item.sentAt);
  put(time, shortDate(item.sentAt));
  showAction(part('[data-do=read]'), 'Mark as read', item, item.status !== 'READ');
  showAction(part('[data-do=unread]'), 'Mark as unread', item, item.status !== 'UNREAD');
  showAction(part('[data-do=archive]'), 'Archive', item, item.status !== 'ARCHIVED');
  return row;
}

/** A button that is hidden while focused passes the focus on. */
function showAction(button, name, item, isOffered) {
  const hides = item.type !== 'IN_APP' || !isOffered;
  const hadFocus = hides && button === document.activeElement;
  button.hidden = hides;
  button.title = name;
  button.setAttribute('aria-label', `${name}: ${item.subjectText}`);
  if (hadFocus) queueMicrotask(() => button.parentElement.querySelector('button:not([hidden])')?.focus());
}

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function flash(row) {
  row.classList.remove('fresh');
  void row.offsetWidth;
  row.classList.add('fresh');
}
