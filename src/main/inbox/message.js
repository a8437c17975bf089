/**
 * The dialog with the message of an item. The service sanitises the content. As a second defence the dialog shows it in a
 * frame without scripts, forms and navigation, under the page's policy and a stricter one.
 */
import { fullDate, statusWord, troubleWords, typeWord } from './words.js';

const SANDBOX = 'allow-same-origin allow-popups allow-popups-to-escape-sandbox';
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

export class Message {
  #dialog = document.querySelector('dialog.message');
  #inbox;
  #item;

  constructor() {
    this.#dialog.addEventListener('click', (event) => this.#act(event));
    this.#dialog.addEventListener('close', () => this.#returnFocus());
  }

  async open(inbox, item) {
    this.#inbox = inbox;
    this.#showFacts(item);
    this.#put(paragraph('Loading …'));
    if (!this.#dialog.open) this.#dialog.showModal();
    const answer = await inbox.feed.request('GET', `/api/notifications/${encodeURIComponent(item.id)}/message`);
    if (this.#item?.id === item.id) this.#put(answer.ok ? frame(answer.body) : paragraph(missingWords(answer)));
  }

  /** Handles a change from the feed of an inbox. */
  take({ item }) {
    if (this.#dialog.open && item?.id === this.#item.id && item.status) this.#showFacts(item);
  }

  #showFacts(item) {
    this.#item = item;
    const part = (selector) => this.#dialog.querySelector(selector);
    part('#message-title').textContent = item.subjectText;
    part('.message-facts').textContent = [
      typeWord(item.subject),
      item.contact,
      fullDate(item.sentAt),
      statusWord(item.status),
      item.statusDetail,
    ]
      .filter(Boolean)
      .join(' · ');
    part('[data-do=unread]').hidden = item.type !== 'IN_APP' || item.status === 'UNREAD';
    part('[data-do=archive]').hidden = item.type !== 'IN_APP' || item.status === 'ARCHIVED';
  }

  #put(content) {
    this.#dialog.querySelector('.message-body').replaceChildren(content);
  }

  #act(event) {
    const action = event.target.closest('[data-do]')?.dataset.do;
    if (action && action !== 'close') this.#inbox.mark(action, this.#item);
    if (action || event.target === this.#dialog) this.#dialog.close();
  }

  /** The browser returns the focus to the element that opened the dialog; it may have been removed meanwhile. */
  #returnFocus() {
    this.#put('');
    if (!this.#inbox.root.contains(document.activeElement)) this.#inbox.focus();
  }
}

function missingWords({ status, ...answer }) {
  return status === 404 ? 'This item has no message.' : troubleWords({ status, ...answer });
}

function paragraph(words) {
  const paragraph = document.createElement('p');
  paragraph.className = 'message-words';
  paragraph.textContent = words;
  return paragraph;
}

function frame({ content, subject }) {
  const frame = document.createElement('iframe');
  frame.title = `Message: ${subject}`;
  frame.setAttribute('sandbox', SANDBOX);
  frame.srcdoc = documentOf(content);
  frame.addEventListener('load', () => fit(frame));
  return frame;
}

/** Makes the frame as high as its content, so that the dialog scrolls; Escape closes the dialog from within the frame too. */
function fit(frame) {
  const { documentElement } = frame.contentDocument;
  frame.style.height = `${Math.ceil(documentElement.getBoundingClientRect().height)}px`;
  documentElement.addEventListener('keydown', ({ key }) => key === 'Escape' && frame.closest('dialog').close());
}

function documentOf(content) {
  const inert = new DOMParser().parseFromString(content, 'text/html');
  inert.querySelectorAll('img').forEach((picture) => picture.replaceWith(placeholder(inert, picture)));
  const theme = getComputedStyle(document.documentElement).colorScheme;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Message</title>
    <meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="${theme}">
    <base target="_blank"><link rel="stylesheet" href="/inbox/message.css"></head><body>${inert.body.innerHTML}</body></html>`;
}

/** Replaces a picture: loading it would tell the sender when and where the message was read. */
function placeholder(inert, picture) {
  const span = inert.createElement('span');
  span.className = 'picture';
  span.textContent = `Picture: ${picture.alt || 'without a description'}`;
  return span;
}
