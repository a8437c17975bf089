/** The table of one inbox: loads a page, shows it, and keeps it up to date. */
import { Query, SIZE } from './query.js';
import { itemAt, refresh, rowOf, showItems, showSkeleton } from './rows.js';
import { rangeWords, troubleWords } from './words.js';

/** Several changes within this time cause one reload. */
const RELOAD_DELAY_MILLIS = 120;
const RETRY_MILLIS = 5_000;

const EMPTY = {
  'UNREAD,READ': ['Nothing here yet', 'Publish an event and watch it arrive.'],
  UNREAD: ['All read', 'New notifications appear here at once.'],
  ARCHIVED: ['Nothing archived', 'Archived notifications are shown here.'],
  EMAIL: ['No e-mails yet', 'E-mails that were sent to this person are listed here.'],
};

export class List {
  query = new Query();
  #root;
  #feed;
  #body;
  #request = 0;
  #timer;
  #retry;
  #shown = new Set();

  constructor(root, feed) {
    this.#root = root;
    this.#feed = feed;
    this.#body = root.querySelector('tbody');
    root.querySelector('.pager').addEventListener('click', (event) => this.#turn(event.target.closest('[data-step]')));
  }

  /** Shows another query: removes the rows of the previous one. */
  restart() {
    this.#shown.clear();
    showSkeleton(this.#body);
    this.#showEmpty();
    return this.load();
  }

  async load() {
    clearTimeout(this.#retry);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const request = ++this.#request;
    this.#table.setAttribute('aria-busy', 'true');
    const answer = await this.#feed.request('GET', this.query.path);
    if (request !== this.#request) return;
    this.#table.removeAttribute('aria-busy');
    if (answer.ok) this.#show(answer.body);
    else if (!this.#shown.size) this.#showTrouble(answer);
  }

  /** Handles a change from the feed. */
  take({ kind, item }) {
    if (kind === 'loaded' || kind === 'created' || kind === 'deleted') this.#loadSoon();
    if (kind === 'updated') this.#update(item);
  }

  #update(item) {
    const row = rowOf(this.#body, item.id);
    if (row && this.query.keeps(item)) refresh(row, item);
    if (row || this.query.keeps(item)) this.#loadSoon();
  }

  #loadSoon() {
    this.#timer ??= setTimeout(() => this.load(), RELOAD_DELAY_MILLIS);
  }

  #show({ content, page }) {
    if (!content.length && page.totalElements) {
      this.query.page = page.totalPages - 1;
      return this.load();
    }
    const isFirst = !this.#shown.size;
    const fresh = content.filter((item) => !isFirst && !this.#shown.has(item.id)).map((item) => item.id);
    this.#shown = new Set(content.map((item) => item.id));
    const lostFocus = showItems(this.#body, content, new Set(this.query.page ? [] : fresh));
    this.#showEmpty(!content.length && this.#emptyWords());
    this.#showPager(page);
    if (lostFocus) this.focus();
  }

  /** Takes the focus when the focused element was removed. */
  focus() {
    (this.#body.querySelector('.open') ?? this.#root.querySelector('.empty')).focus();
  }

  get #table() {
    return this.#root.querySelector('table');
  }

  #showPager(page) {
    const last = Math.ceil(page.totalElements / SIZE) - 1;
    this.#root.querySelector('.range').textContent = rangeWords(page);
    for (const button of this.#root.querySelectorAll('[data-step]')) {
      const to = this.query.page + Number(button.dataset.step);
      button.hidden = last < 1;
      button.setAttribute('aria-disabled', String(to < 0 || to > last));
    }
  }

  #turn(button) {
    if (!button || button.getAttribute('aria-disabled') === 'true') return;
    this.query.page += Number(button.dataset.step);
    this.#shown.clear();
    this.load();
  }

  #emptyWords() {
    const { type, status, keyword } = this.query;
    if (keyword) return ['No match', `Nothing contains “${keyword}”.`];
    return EMPTY[type === 'EMAIL' ? type : status];
  }

  #showTrouble(answer) {
    this.#retry = setTimeout(() => this.load(), RETRY_MILLIS);
    this.#body.replaceChildren();
    this.#showEmpty(['The list cannot be shown', `${troubleWords(answer)} Retrying.`]);
  }

  #showEmpty(words) {
    const empty = this.#root.querySelector('.empty');
    empty.hidden = !words;
    [empty.querySelector('.empty-title').textContent, empty.querySelector('.empty-hint').textContent] = words || ['', ''];
    this.#table.classList.toggle('is-empty', Boolean(words));
  }
}

export { itemAt };
