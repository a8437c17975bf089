/** The form that publishes events: its fields make an event, which can be edited before it is published. */
import { publishedFor, remember } from './published.js';
import { needsOf, SAMPLES, STATUSES } from './samples.js';
import { outcomeWords, statusWord } from './words.js';

const STRUCTURED = 'application/cloudevents+json';

export class PublishForm {
  #form = document.querySelector('#publish-form');
  #outcome = this.#form.querySelector('.outcome');
  #button = this.#form.querySelector('[type=submit]');
  #publishing = false;

  constructor() {
    this.#form.querySelector('.samples').append(...Object.entries(SAMPLES).map(choiceOf));
    this.#form.addEventListener('input', ({ target }) => this.#follow(target.name));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#publish();
    });
  }

  /** The recipients that events can be published for. */
  offerTo(people) {
    offer(this.#form.elements.recipient, people.map((person) => new Option(person)));
    this.#follow('sample');
  }

  get #sample() {
    return SAMPLES[this.#form.elements.sample.value];
  }

  get #fields() {
    const { recipient, title, target, status } = this.#form.elements;
    return { recipient: recipient.value, title: title.value, target: target.value, status: status.value };
  }

  /** Recomputes what depends on the changed field. The event as edited by hand stays until another field changes. */
  #follow(changed) {
    if (changed === 'event') return;
    const { title } = this.#form.elements;
    if (changed === 'sample') title.value = this.#sample.title ?? '';
    if (changed === 'sample' || changed === 'recipient') this.#offerTargets();
    if (changed !== 'status' && changed !== 'title') this.#offerStatuses();
    this.#showNeeded();
    this.#writeEvent();
  }

  #offerTargets() {
    const items = publishedFor(this.#fields.recipient);
    this.#form.elements.target.replaceChildren(...items.map(({ id, title }) => new Option(title, id)));
  }

  #offerStatuses() {
    const { recipient, target } = this.#fields;
    const type = publishedFor(recipient).find(({ id }) => id === target)?.type ?? 'IN_APP';
    offer(this.#form.elements.status, STATUSES[type].map((status) => new Option(statusWord(status), status)));
  }

  #showNeeded() {
    const needed = needsOf(this.#sample);
    for (const field of this.#form.querySelectorAll('[data-of]')) {
      field.hidden = !needed.includes(field.dataset.of);
      field.querySelector('input, select').disabled = field.hidden;
    }
    this.#form.querySelector('.raw').hidden = Boolean(this.#sample.count);
    const isWithoutTarget = needed.includes('target') && !this.#fields.target;
    this.#button.disabled = this.#publishing || isWithoutTarget;
    if (isWithoutTarget) this.#say('Publish something for this person first.', false);
    else this.#say('', false);
  }

  #writeEvent() {
    this.#form.elements.event.value = JSON.stringify(this.#sample.make(this.#fields), null, 2);
  }

  /** The button stays disabled until the answer is here: the next event could name an item that is not known yet. */
  async #publish() {
    const { count = 1, make } = this.#sample;
    const fields = this.#fields;
    const others = Array.from({ length: count - 1 }, (_, index) => JSON.stringify(make(fields, index + 2)));
    this.#publishing = true;
    this.#button.disabled = true;
    const answers = await Promise.all([this.#form.elements.event.value, ...others].map(publish));
    this.#publishing = false;
    this.#follow('recipient');
    const shown = answers.find(({ ok }) => !ok) ?? answers[0];
    this.#say(shown.words, !shown.ok);
  }

  #say(words, isTrouble) {
    this.#outcome.textContent = words;
    this.#outcome.classList.toggle('is-trouble', isTrouble);
  }
}

/** Replaces the options, and keeps the choice if it is still among them. */
function offer(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options);
  if (options.some(({ value }) => value === chosen)) select.value = chosen;
}

async function publish(event) {
  try {
    const answer = await fetch('/dev/events', { method: 'POST', headers: { 'Content-Type': STRUCTURED }, body: event });
    if (!answer.ok) return { ok: false, words: await answer.text() };
    const published = await answer.json();
    if (!published.code) rememberItem(event);
    return { ok: !published.code, words: outcomeWords(published) };
  } catch {
    return { ok: false, words: 'The service does not answer.' };
  }
}

function rememberItem(event) {
  try {
    remember(JSON.parse(event));
  } catch {
    // Not an event: it was edited by hand and is not handled yet
  }
}

function choiceOf([name, { label }], index) {
  const choice = document.createElement('label');
  const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'sample', value: name, checked: !index });
  const words = Object.assign(document.createElement('span'), { textContent: label });
  choice.append(radio, words);
  return choice;
}
