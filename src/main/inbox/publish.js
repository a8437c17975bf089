/** The form that publishes: its fields make an event, which can be changed by hand before it goes. */
import { publishedFor, remember } from './published.js';
import { needsOf, SAMPLES, STATUSES } from './samples.js';
import { statusWord } from './words.js';

const STRUCTURED = 'application/cloudevents+json';

export class PublishForm {
  #form = document.querySelector('#publish-form');
  #outcome = this.#form.querySelector('.outcome');

  constructor() {
    this.#form.querySelector('.samples').append(...Object.entries(SAMPLES).map(choiceOf));
    this.#form.addEventListener('input', ({ target }) => this.#follow(target.name));
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#publish();
    });
  }

  /** Whom events can be for. */
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

  /** What depends on a field that has changed is made anew; what was written by hand is left alone until then. */
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
    this.#form.querySelector('[type=submit]').disabled = isWithoutTarget;
    if (isWithoutTarget) this.#say('Publish something for this person first.', false);
    else this.#say('', false);
  }

  #writeEvent() {
    this.#form.elements.event.value = JSON.stringify(this.#sample.make(this.#fields), null, 2);
  }

  async #publish() {
    const { count = 1, make } = this.#sample;
    let last = await send(this.#form.elements.event.value);
    for (let number = 2; number <= count && last.ok; number++) {
      last = await send(JSON.stringify(make(this.#fields, number)));
    }
    this.#follow('recipient');
    this.#say(last.words, !last.ok);
  }

  #say(words, isTrouble) {
    this.#outcome.textContent = words;
    this.#outcome.classList.toggle('is-trouble', isTrouble);
  }
}

/** Other options, and the same choice if it is still there. */
function offer(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options);
  if (options.some(({ value }) => value === chosen)) select.value = chosen;
}

async function send(event) {
  try {
    const answer = await fetch('/dev/events', { method: 'POST', headers: { 'Content-Type': STRUCTURED }, body: event });
    if (!answer.ok) return { ok: false, words: await answer.text() };
    const { partition, offset } = await answer.json();
    keepInMind(event);
    return { ok: true, words: `Published: partition ${partition}, offset ${offset}.` };
  } catch {
    return { ok: false, words: 'The service does not answer.' };
  }
}

function keepInMind(event) {
  try {
    remember(JSON.parse(event));
  } catch {
    // written by hand, and no event: it is dead-lettered
  }
}

function choiceOf([name, { label }], index) {
  const choice = document.createElement('label');
  const radio = Object.assign(document.createElement('input'), { type: 'radio', name: 'sample', value: name, checked: !index });
  const words = Object.assign(document.createElement('span'), { textContent: label });
  choice.append(radio, words);
  return choice;
}
