/**
 * The message of an item. Its content was sanitised by the service; here it is shown where nothing could run even if
 * it had not been: a frame without scripts, forms and navigation, under the page's own policy and a stricter one.
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
    this.#dialog.addEventListener('close', () => this.#handBackFocus());
  }

  async open(inbox, item) {
    this.#inbox = inbox;
    this.#showFacts(item);
    this.#put(paragraph('Loading …'));
    if (!this.#dialog.open) this.#dialog.showModal();
    const answer = await inbox.feed.request('GET', `/api/notifications/${encodeURIComponent(item.id)}/message`);
    if (this.#item?.id === item.id) this.#put(answer.ok ? frame(answer.body) : paragraph(missingWords(answer)));
  }

  /** A change that the feed of an inbox tells. */
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

  /** The browser gives the focus back to what opened the dialog; that may have gone meanwhile. */
  #handBackFocus() {
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
  frame.addEventListener('load', () => settle(frame));
  return frame;
}

/** As high as its content, so that the dialog scrolls and not the frame; Escape closes from within too. */
function settle(frame) {
  const { documentElement } = frame.contentDocument;
  frame.style.height = `${Math.ceil(documentElement.getBoundingClientRect().height)}px`;
  documentElement.addEventListener('keydown', ({ key }) => key === 'Escape' && frame.closest('dialog').close());
}

function documentOf(content) {
  const inert = new DOMParser().parseFromString(content, 'text/html');
  inert.querySelectorAll('img').forEach((picture) => picture.replaceWith(standIn(inert, picture)));
  const theme = getComputedStyle(document.documentElement).colorScheme;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Message</title>
    <meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="color-scheme" content="${theme}">
    <base target="_blank"><link rel="stylesheet" href="/inbox/message.css"></head><body>${inert.body.innerHTML}</body></html>`;
}

/** A picture would tell its sender when and where it was seen. */
function standIn(inert, picture) {
  const standIn = inert.createElement('span');
  standIn.className = 'picture';
  standIn.textContent = `Picture: ${picture.alt || 'without a description'}`;
  return standIn;
}
