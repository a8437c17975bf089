/** The page: whose inboxes it shows, how it looks, and the form beside them. */
import { Inbox } from './inbox.js';
import { Message } from './message.js';
import { PublishForm } from './publish.js';

const PEOPLE = ['47165', '47166'];
const ROOM_FOR_FORM = matchMedia('(min-width: 80rem)');

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

/** Where there is room for one inbox only, this is the one. */
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

/** The address says what is shown, so that a reload shows it again. */
function remember(name, value) {
  if (value) address.searchParams.set(name, value === true ? '' : value);
  else address.searchParams.delete(name);
  history.replaceState(null, '', address);
}

function showTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
}

function turnTheme() {
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
part('#theme').addEventListener('click', turnTheme);
part('#publish-toggle').addEventListener('click', () => {
  showForm(part('#publish').hidden);
  if (!part('#publish').hidden) part('#publish-form').elements.recipient.focus();
});
const putFormAway = () => {
  showForm(false);
  part('#publish-toggle').focus();
};
part('#publish-close').addEventListener('click', putFormAway);
part('#publish').addEventListener('keydown', ({ key }) => key === 'Escape' && putFormAway());

showTheme(address.searchParams.get('theme'));
add(people[0]);
showTwo(address.searchParams.has('two'));
form.offerTo(people);
showForm(ROOM_FOR_FORM.matches && !address.searchParams.has('two'));
