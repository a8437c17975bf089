/** The page: one or two inboxes, the theme, and the form that publishes. */
import { Inbox } from './inbox.js';
import { Message } from './message.js';
import { PublishForm } from './publish.js';

const PEOPLE = ['47165', '47166'];
const IS_WIDE = matchMedia('(min-width: 80rem)');

const address = new URL(location.href);
const people = (address.searchParams.get('people')?.split(',').filter(Boolean) ?? []).slice(0, 2);
people.push(...PEOPLE.filter((person) => !people.includes(person)).slice(0, 2 - people.length));

const part = (selector) => document.querySelector(selector);
const message = new Message();
const form = new PublishForm();
const inboxes = [];

function add(person) {
  const inbox = new Inbox(person, `inbox-${inboxes.length + 1}`, message);
  inboxes.push(inbox);
  part('.inboxes').append(inbox.root);
  inbox.start();
}

function showTwo(wanted) {
  if (wanted && inboxes.length < 2) add(people[1]);
  if (!wanted && inboxes.length > 1) inboxes.pop().close();
  part('#two').setAttribute('aria-pressed', String(wanted));
  part('.people').hidden = !wanted;
  document.body.classList.toggle('is-two', wanted);
  bringForward(people[0]);
  remember('two', wanted);
}

/** On narrow screens only this person's inbox is visible. */
function bringForward(person) {
  inboxes.forEach((inbox) => inbox.root.classList.toggle('is-behind', inbox.person !== person));
  for (const button of document.querySelectorAll('.people button')) {
    button.setAttribute('aria-pressed', String(button.textContent === person));
  }
}

function showForm(wanted) {
  part('#publish').hidden = !wanted;
  part('#publish-toggle').setAttribute('aria-expanded', String(wanted));
}

/** Keeps what is shown in the address, so that a reload restores it. */
function remember(name, value) {
  if (value) address.searchParams.set(name, value === true ? '' : value);
  else address.searchParams.delete(name);
  history.replaceState(null, '', address);
}

function showTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

function toggleTheme() {
  const isDark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  showTheme(isDark ? 'light' : 'dark');
  remember('theme', document.documentElement.dataset.theme);
}

part('.people').append(
  ...people.map((person) => Object.assign(document.createElement('button'), { type: 'button', className: 'quiet', textContent: person })),
);
part('.people').addEventListener('click', ({ target }) => target.closest('button') && bringForward(target.textContent));
part('#two').addEventListener('click', () => showTwo(inboxes.length < 2));
part('#theme').addEventListener('click', toggleTheme);
part('#publish-toggle').addEventListener('click', () => {
  showForm(part('#publish').hidden);
  if (!part('#publish').hidden) part('#publish-form').elements.recipient.focus();
});
const hideForm = () => {
  showForm(false);
  part('#publish-toggle').focus();
};
part('#publish-close').addEventListener('click', hideForm);
part('#publish').addEventListener('keydown', ({ key }) => key === 'Escape' && hideForm());

showTheme(address.searchParams.get('theme'));
add(people[0]);
showTwo(address.searchParams.has('two'));
form.offerTo(people);
showForm(IS_WIDE.matches && !address.searchParams.has('two'));
