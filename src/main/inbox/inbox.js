/** One person's inbox: a feed client, its bell and its table. */
import { NotificationFeed } from '/client/notification-bell.js';
import { itemAt, List } from './list.js';
import { setUpToolbar } from './toolbar.js';
import { tokenOf } from './tokens.js';
import { linkWord, say, troubleWords } from './words.js';

const MARKS = {
  read: { call: 'markRead', done: 'Marked as read' },
  unread: { call: 'markUnread', done: 'Marked as unread' },
  archive: { call: 'archive', done: 'Archived' },
};

export class Inbox {
  #message;
  #list;

  constructor(person, name, message) {
    this.person = person;
    this.#message = message;
    this.root = document.querySelector('#inbox-template').content.cloneNode(true).firstElementChild;
    this.feed = new NotificationFeed({ getToken: tokenOf(person), person });
    this.#list = new List(this.root, this.feed);
    this.#name(name);
    this.feed.subscribe((snapshot, change) => {
      this.#show(snapshot);
      this.#list.take(change);
      this.#message.take(change);
    });
    this.root.querySelector('tbody').addEventListener('click', (event) => this.#act(event.target.closest('button')));
    this.root.querySelector('.all-read').addEventListener('click', () => this.#markAll());
    const bell = this.root.querySelector('notification-bell');
    bell.feed = this.feed;
    bell.addEventListener('notification-open', ({ detail }) => message.open(this, detail.item));
  }

  /** Call it when the root is in the page. */
  start() {
    this.feed.start();
    this.#show(this.feed.getSnapshot());
    setUpToolbar(this.root, this.#list, this.root.id);
  }

  close() {
    this.feed.close();
    this.root.remove();
  }

  /** Shows an item's message and marks the item as read. */
  open(item) {
    this.#message.open(this, item);
    if (item.type === 'IN_APP' && item.status === 'UNREAD') this.mark('read', item);
  }

  async mark(action, item) {
    const { call, done } = MARKS[action];
    this.#report(await this.feed[call](item.id), done);
  }

  /** Takes the focus when the focused element was removed. */
  focus() {
    this.#list.focus();
  }

  async #markAll() {
    this.#report(await this.feed.markAllRead(), 'All marked as read');
  }

  #act(button) {
    if (!button) return;
    const item = itemAt(button);
    if (button.dataset.do) this.mark(button.dataset.do, item);
    else this.open(item);
  }

  #report(answer, done) {
    const note = this.root.querySelector('.note');
    note.hidden = answer.ok;
    note.textContent = answer.ok ? '' : `The change failed. ${troubleWords(answer)}`;
    if (answer.ok) say(done);
  }

  #show({ state, unread }) {
    const part = (selector) => this.root.querySelector(selector);
    this.root.dataset.link = state;
    if (part('.link').textContent !== linkWord(state)) part('.link').textContent = linkWord(state);
    part('.count').textContent = unread;
    part('.count').hidden = !unread;
    part('.all-read').setAttribute('aria-disabled', String(!unread));
  }

  #name(name) {
    const part = (selector) => this.root.querySelector(selector);
    this.root.id = name;
    this.root.setAttribute('aria-labelledby', `${name}-who`);
    part('.who-name').id = `${name}-who`;
    part('.who-name').textContent = this.person;
    part('.avatar').textContent = this.person.slice(-2);
    part('caption').textContent = `Notifications of ${this.person}`;
    part('.tabs').setAttribute('aria-label', `Channel, ${this.person}`);
    part('.pager').setAttribute('aria-label', `Pages, ${this.person}`);
    part('notification-bell').setAttribute('label', `Notifications, ${this.person}`);
  }
}
