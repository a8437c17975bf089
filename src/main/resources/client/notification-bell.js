/**
 * `<notification-bell>`: a bell with a badge, and a panel with the latest notifications. Properties and styles:
 * notification-bell.d.ts.
 *
 * @import { BellTexts } from './notification-bell.d.ts'
 * @import { FeedChange, FeedOptions, FeedSnapshot, NotificationItem } from './notification-feed.d.ts'
 */
import { NotificationFeed } from './notification-feed.js';

export { NotificationFeed };

/** @type {BellTexts} */
const ENGLISH = {
  unread: (count) => `${count} unread`,
  isUnread: 'Unread',
  markRead: 'Mark as read',
  markUnread: 'Mark as unread',
  markAllRead: 'Mark all as read',
  empty: 'No notifications',
  oneNew: (title) => `New notification: ${title}`,
  manyNew: (count) => `${count} new notifications`,
};

const MOST_SHOWN = 99;
/** Items that arrive within this time are announced together. */
const ANNOUNCED_AFTER_MS = 1_000;
const BELL = 'M12 22a2.4 2.4 0 0 0 2.3-1.8H9.7A2.4 2.4 0 0 0 12 22Zm7-5.6-1.6-1.9V10a5.4 5.4 0 0 0-4.3-5.3V4a1.1 1.1 0 0 0-2.2 0v.7A5.4 5.4 0 0 0 6.6 10v4.5L5 16.4a.9.9 0 0 0 .7 1.5h12.6a.9.9 0 0 0 .7-1.5Z';
const TICK = 'm9.5 16.2-3.7-3.7-1.3 1.3 5 5L20 8.3 18.7 7Z';
const DOT = 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z';

const CSS = `
:host {
  --_color: var(--notification-bell-color, light-dark(#1b1f24, #e8eaed));
  --_background: var(--notification-bell-background, light-dark(#ffffff, #1d2126));
  --_border: var(--notification-bell-border, light-dark(#d4d8dd, #3b424a));
  --_muted: var(--notification-bell-muted, light-dark(#57606a, #a5adb7));
  --_accent: var(--notification-bell-accent, light-dark(#0b5cad, #7cb7ff));
  --_badge-background: var(--notification-bell-badge-background, light-dark(#c4171d, #ff8a84));
  --_badge-color: var(--notification-bell-badge-color, light-dark(#ffffff, #2a0504));
  --_hover: var(--notification-bell-hover, light-dark(#f1f3f5, #2a2f36));
  --_radius: var(--notification-bell-radius, 0.5rem);
  display: inline-block;
  position: relative;
  font: var(--notification-bell-font, inherit);
  color: var(--_color);
}
:host([hidden]), :host(:not([available])), [hidden] { display: none !important; }
button {
  font: inherit;
  color: inherit;
  background: none;
  border: 0;
  border-radius: var(--_radius);
  cursor: pointer;
}
button:hover { background: var(--_hover); }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 1px; }
svg { display: block; width: 1.5em; height: 1.5em; fill: currentColor; }
.bell { position: relative; padding: 0.5em; line-height: 1; }
.badge {
  position: absolute;
  inset-block-start: 0.1em;
  inset-inline-start: 55%;
  min-width: 1.5em;
  padding: 0.2em 0.35em;
  box-sizing: border-box;
  border-radius: 1em;
  font-size: 0.7em;
  font-weight: 700;
  text-align: center;
  background: var(--_badge-background);
  color: var(--_badge-color);
  animation: appear 0.2s ease-out;
}
.panel {
  position: absolute;
  z-index: 1000;
  inset-block-start: calc(100% + 0.25rem);
  inset-inline-end: 0;
  width: var(--notification-bell-width, 24rem);
  max-width: calc(100vw - 1rem);
  max-height: min(34rem, 80vh);
  display: flex;
  flex-direction: column;
  box-sizing: border-box;
  background: var(--_background);
  border: 1px solid var(--_border);
  border-radius: var(--_radius);
  box-shadow: 0 0.5rem 1.5rem rgb(0 0 0 / 0.2);
  animation: appear 0.12s ease-out;
}
:host([align="start"]) .panel, .panel.turned { inset-inline: 0 auto; }
:host([align="start"]) .panel.turned { inset-inline: auto 0; }
.header { display: flex; align-items: center; gap: 0.5rem; padding: 0.5rem 0.5rem 0.5rem 1rem; border-block-end: 1px solid var(--_border); }
.title { flex: 1; font-weight: 700; }
.all { padding: 0.4rem 0.6rem; color: var(--_accent); }
.all[aria-disabled="true"] { color: var(--_muted); cursor: default; }
.list { margin: 0; padding: 0; list-style: none; overflow-y: auto; overscroll-behavior: contain; }
.item { display: flex; align-items: center; padding: 0.25rem; border-block-end: 1px solid var(--_border); }
.item:last-child { border-block-end: 0; }
.open { flex: 1; min-width: 0; display: grid; grid-template-columns: 0.9rem 1fr; gap: 0.1rem 0.25rem; padding: 0.5rem; text-align: start; }
.text { overflow-wrap: anywhere; }
.unread .text { font-weight: 700; }
.open::before { content: ""; width: 0.5rem; height: 0.5rem; margin-block-start: 0.45em; border-radius: 50%; }
.unread .open::before { background: var(--_accent); }
.when { grid-column: 2; font-size: 0.85em; color: var(--_muted); }
.toggle { padding: 0.4rem; color: var(--_muted); font-size: 0.9em; }
.empty { margin: 0; padding: 2rem 1rem; text-align: center; color: var(--_muted); }
slot[name="footer"] { display: block; }
.footer:not(.filled) { display: none; }
.footer { padding: 0.6rem 1rem; border-block-start: 1px solid var(--_border); text-align: center; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@keyframes appear { from { opacity: 0; } }
@media (max-width: 30rem) {
  .panel { position: fixed; inset-block-start: auto; inset-inline: 0.5rem !important; width: auto; }
}
@media (prefers-reduced-motion: reduce) {
  .badge, .panel { animation: none; }
}
@media (forced-colors: active) {
  .badge { border: 1px solid; }
  .unread .open::before { background: Highlight; }
}
`;

let sheet;

function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}

/** Creates elements without parsing HTML, so that no text of a notification can become markup. */
function element(name, properties = {}, attributes = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  Object.entries(attributes).forEach(([attribute, value]) => made.setAttribute(attribute, value));
  made.append(...children);
  return made;
}

function icon(path) {
  const drawing = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  drawing.append(line);
  return drawing;
}

/** @param {NotificationItem} item */
const isUnread = (item) => item.type === 'IN_APP' && item.status === 'UNREAD';

/** One line of the list. It stays the same element while its item is shown, so that it keeps the focus. */
class Line {
  /** @type {NotificationItem} */
  item;
  #text = element('span', { className: 'text' });
  #when = element('time', { className: 'when' });
  #mark = element('span', { className: 'spoken' });

  /** @param {(item: NotificationItem) => void} choose @param {(item: NotificationItem) => void} toggle */
  constructor(choose, toggle) {
    const open = element('button', { type: 'button', className: 'open' }, {}, this.#mark, this.#text, this.#when);
    this.toggle = element('button', { type: 'button', className: 'toggle' });
    this.element = element('li', { className: 'item' }, { part: 'item' }, open, this.toggle);
    this.open = open;
    open.addEventListener('click', () => choose(this.item));
    this.toggle.addEventListener('click', () => toggle(this.item));
  }

  /** @param {NotificationItem} item @param {BellTexts} texts @param {Intl.DateTimeFormat} dates */
  show(item, texts, dates) {
    if (this.item === item) return;
    this.item = item;
    const unread = isUnread(item);
    const action = unread ? texts.markRead : texts.markUnread;
    this.element.classList.toggle('unread', unread);
    this.#mark.textContent = unread ? texts.isUnread + ' ' : '';
    this.#text.textContent = item.subjectText;
    this.#when.dateTime = item.sentAt;
    this.#when.textContent = dates.format(new Date(item.sentAt));
    this.toggle.replaceChildren(icon(unread ? TICK : DOT));
    this.toggle.title = action;
    this.toggle.setAttribute('aria-label', `${action}: ${item.subjectText}`);
    this.toggle.hidden = item.type !== 'IN_APP';
  }
}

export class NotificationBell extends (globalThis.HTMLElement ?? class {}) {
  static observedAttributes = ['open', 'label', 'max-items'];

  #feed = null;
  #own = null;
  #unsubscribe = () => {};
  #texts = ENGLISH;
  /** @type {Map<string, Line>} */
  #lines = new Map();
  #news = [];
  #announcing;
  #drawing = false;
  #page;
  #parts;

  constructor() {
    super();
    this.#parts = this.#build();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styles()];
    root.append(this.#parts.bell, this.#parts.panel, this.#parts.spoken);
    root.addEventListener('keydown', (event) => this.#onKey(event));
    this.addEventListener('focusout', (event) => this.#onFocusOut(event));
  }

  /** @returns {NotificationFeed | null} */
  get feed() {
    return this.#feed;
  }

  set feed(feed) {
    if (feed !== this.#own) {
      this.#own?.close();
      this.#own = null;
    }
    this.#feed = feed ?? null;
    this.#follow();
  }

  /** @returns {BellTexts} */
  get texts() {
    return this.#texts;
  }

  set texts(texts) {
    this.#texts = { ...ENGLISH, ...texts };
    this.#lines.forEach((line) => (line.item = undefined));
    this.#draw();
  }

  /** @returns {boolean} */
  get open() {
    return this.hasAttribute('open');
  }

  set open(open) {
    this.toggleAttribute('open', Boolean(open));
  }

  /** @param {FeedOptions} options */
  connect(options) {
    const feed = new NotificationFeed(options).start();
    this.#own?.close();
    this.#own = feed;
    this.feed = feed;
    return feed;
  }

  disconnect() {
    this.feed = null;
  }

  connectedCallback() {
    for (const property of ['feed', 'texts', 'open']) this.#takeOver(property);
    this.#page = new AbortController();
    document.addEventListener('pointerdown', (event) => this.#onPress(event), { signal: this.#page.signal });
    this.#follow();
  }

  disconnectedCallback() {
    this.#page?.abort();
    this.#unsubscribe();
    clearTimeout(this.#announcing);
  }

  attributeChangedCallback(name, before, now) {
    if (name === 'open' && (before === null) !== (now === null)) this.#onToggle();
    this.#draw();
  }

  /** Applies a property that was set before the element was defined. */
  #takeOver(property) {
    if (!Object.hasOwn(this, property)) return;
    const value = this[property];
    delete this[property];
    this[property] = value;
  }

  #follow() {
    this.#unsubscribe();
    this.#unsubscribe = () => {};
    if (this.isConnected && this.#feed) this.#unsubscribe = this.#feed.subscribe((_, change) => this.#onChange(change));
    this.#draw();
  }

  #build() {
    const badge = element('span', { className: 'badge' }, { part: 'badge', 'aria-hidden': 'true' });
    const bell = element(
      'button',
      { type: 'button', className: 'bell' },
      { part: 'button', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', 'aria-controls': 'panel' },
      icon(BELL),
      badge,
    );
    const title = element('span', { className: 'title' }, { 'aria-hidden': 'true' });
    const all = element('button', { type: 'button', className: 'all' });
    const list = element('ul', { className: 'list' }, { part: 'list', role: 'list' });
    const empty = element('p', { className: 'empty' });
    const slot = element('slot', { name: 'footer' });
    const footer = element('div', { className: 'footer' }, { part: 'footer' }, slot);
    const header = element('div', { className: 'header' }, { part: 'header' }, title, all);
    const panel = element(
      'div',
      { className: 'panel', id: 'panel', tabIndex: -1, hidden: true },
      { part: 'panel', role: 'dialog' },
      header,
      list,
      empty,
      footer,
    );
    const spoken = element('div', { className: 'spoken' }, { role: 'status' });
    bell.addEventListener('click', () => (this.open = !this.open));
    all.addEventListener('click', () => this.#markAllRead());
    slot.addEventListener('slotchange', () => footer.classList.toggle('filled', slot.assignedNodes().length > 0));
    return { bell, badge, panel, title, all, list, empty, spoken };
  }

  /** @param {FeedChange} change */
  #onChange(change) {
    if (change.kind === 'created' && change.live && isUnread(change.item)) this.#announce(change.item);
    this.#draw();
  }

  #announce(item) {
    this.#news.push(item.subjectText);
    this.#announcing ??= setTimeout(() => {
      const [title, ...more] = this.#news;
      this.#parts.spoken.textContent = more.length ? this.#texts.manyNew(more.length + 1) : this.#texts.oneNew(title);
      this.#news = [];
      this.#announcing = undefined;
    }, ANNOUNCED_AFTER_MS);
  }

  /** Renders once for all changes of one task, because a thousand items may be marked at once. */
  #draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => {
      this.#drawing = false;
      this.#show(this.#feed?.getSnapshot() ?? { state: 'closed', items: [], unread: 0 });
    });
  }

  /** @param {FeedSnapshot} snapshot */
  #show({ state, items, unread }) {
    const { bell, badge, panel, title, all, empty } = this.#parts;
    const label = this.getAttribute('label') ?? 'Notifications';
    this.toggleAttribute('available', state === 'live' || state === 'waiting');
    if (!this.hasAttribute('available')) this.open = false;
    bell.setAttribute('aria-label', unread ? `${label}, ${this.#texts.unread(unread)}` : label);
    badge.hidden = !unread;
    badge.textContent = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
    panel.setAttribute('aria-label', label);
    title.textContent = label;
    all.textContent = this.#texts.markAllRead;
    all.setAttribute('aria-disabled', String(!unread));
    empty.textContent = this.#texts.empty;
    this.#showItems(items.slice(0, Number(this.getAttribute('max-items')) || 10));
  }

  #showItems(items) {
    const { list, empty } = this.#parts;
    const focused = this.shadowRoot.activeElement?.closest('.item');
    const place = focused ? [...list.children].indexOf(focused) : -1;
    const lines = new Map(items.map((item) => [item.id, this.#lines.get(item.id) ?? this.#newLine()]));
    const dates = new Intl.DateTimeFormat(this.#language(), { dateStyle: 'medium', timeStyle: 'short' });
    this.#lines.forEach((line, id) => lines.has(id) || line.element.remove());
    this.#lines = lines;
    items.forEach((item, i) => {
      const line = lines.get(item.id);
      line.show(item, this.#texts, dates);
      if (list.children[i] !== line.element) list.insertBefore(line.element, list.children[i] ?? null);
    });
    list.hidden = !items.length;
    empty.hidden = items.length > 0;
    if (focused && !focused.isConnected) this.#focusItem(Math.min(place, items.length - 1));
  }

  /** The page's language in the reader's variant: British dates for a British reader of an English page. */
  #language() {
    const page = this.closest('[lang]')?.lang;
    return page ? (navigator.languages.find((language) => language.startsWith(page)) ?? page) : undefined;
  }

  #newLine() {
    return new Line(
      (item) => this.#choose(item),
      (item) => this.#toggleRead(item),
    );
  }

  #focusItem(place) {
    ([...this.#lines.values()][place]?.open ?? this.#parts.panel).focus();
  }

  /** @param {NotificationItem} item */
  #choose(item) {
    const event = new CustomEvent('notification-open', { detail: { item }, bubbles: true, composed: true, cancelable: true });
    if (!this.dispatchEvent(event)) return;
    if (isUnread(item)) this.#feed?.markRead(item.id);
    this.#leave();
  }

  /** @param {NotificationItem} item */
  #toggleRead(item) {
    if (isUnread(item)) this.#feed?.markRead(item.id);
    else this.#feed?.markUnread(item.id);
  }

  #markAllRead() {
    if (this.#feed?.getSnapshot().unread) this.#feed.markAllRead();
  }

  #onToggle() {
    const { bell, panel } = this.#parts;
    panel.hidden = !this.open;
    bell.setAttribute('aria-expanded', String(this.open));
    if (this.open) {
      this.#keepInSight();
      this.#focusItem(0);
    }
    this.dispatchEvent(new CustomEvent('notification-toggle', { detail: { open: this.open }, bubbles: true, composed: true }));
  }

  /** Opens the panel to the other side if it would not fit into the window. */
  #keepInSight() {
    const { panel } = this.#parts;
    panel.classList.remove('turned');
    const { left, right } = panel.getBoundingClientRect();
    panel.classList.toggle('turned', left < 0 || right > innerWidth);
  }

  /** Closes the panel and moves the focus back to the bell. */
  #leave() {
    this.open = false;
    this.#parts.bell.focus();
  }

  #onKey(event) {
    if (!this.open) return;
    const lines = [...this.#lines.values()];
    const current = lines.findIndex(({ element: line }) => line.contains(this.shadowRoot.activeElement));
    const to = {
      ArrowDown: Math.min(current + 1, lines.length - 1),
      ArrowUp: Math.max(current - 1, 0),
      Home: 0,
      End: lines.length - 1,
    }[event.key];
    if (event.key === 'Escape') this.#leave();
    else if (to === undefined || !lines.length) return;
    else this.#focusItem(to);
    event.preventDefault();
    event.stopPropagation();
  }

  /** Closes the panel when the focus leaves it, but not when the window loses the focus. */
  #onFocusOut({ relatedTarget }) {
    if (relatedTarget && relatedTarget !== this && !this.contains(relatedTarget)) this.open = false;
  }

  #onPress(event) {
    if (this.open && !event.composedPath().includes(this)) this.open = false;
  }
}

globalThis.customElements?.get('notification-bell') ?? globalThis.customElements?.define('notification-bell', NotificationBell);
