/** The controls above the table: tabs, filter, search and order. Each changes the list's query and reloads it. */
import { SORTS } from './query.js';

const TYPING_MILLIS = 250;

export function setUpToolbar(root, list, name) {
  setUpTabs(root, list, name);
  setUpFilter(root, list, name);
  setUpSearch(root, list);
  setUpSort(root, list);
}

function change(list, values) {
  Object.assign(list.query, values, { page: 0 });
  list.restart();
}

/** Tabs by the ARIA authoring practices: one tab stop, arrow keys within. */
function setUpTabs(root, list, name) {
  const tabs = [...root.querySelectorAll('[role=tab]')];
  const panel = root.querySelector('[role=tabpanel]');
  panel.id = `${name}-panel`;
  const choose = (tab) => {
    tabs.forEach((one) => {
      one.setAttribute('aria-selected', String(one === tab));
      one.tabIndex = one === tab ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', tab.id);
    root.dataset.type = tab.dataset.type;
    root.querySelector('.shown').disabled = tab.dataset.type === 'EMAIL';
    change(list, { type: tab.dataset.type });
  };
  tabs.forEach((tab, index) => {
    tab.id = `${name}-${tab.dataset.type}`;
    tab.setAttribute('aria-controls', panel.id);
    tab.addEventListener('click', () => choose(tab));
    tab.addEventListener('keydown', ({ key }) => {
      const to = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: -1 }[key];
      if (to === undefined) return;
      const next = tabs.at(to % tabs.length);
      next.focus();
      choose(next);
    });
  });
  choose(tabs[0]);
}

function setUpFilter(root, list, name) {
  for (const radio of root.querySelectorAll('.shown input')) {
    radio.name = `${name}-shown`;
    radio.addEventListener('change', () => change(list, { status: radio.value }));
  }
}

function setUpSearch(root, list) {
  const input = root.querySelector('input[type=search]');
  let timer;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => change(list, { keyword: input.value.trim() }), TYPING_MILLIS);
  });
}

/** Sorting by the column heads, and by a select on narrow screens. */
function setUpSort(root, list) {
  const heads = [...root.querySelectorAll('[data-sort]')];
  const choice = root.querySelector('.sort-by select');
  for (const [field, { asc, desc }] of Object.entries(SORTS)) {
    choice.append(new Option(desc, `${field},desc`), new Option(asc, `${field},asc`));
  }
  const show = () => {
    const { sort, order } = list.query;
    choice.value = `${sort},${order}`;
    for (const head of heads) {
      const isSorted = head.dataset.sort === sort;
      head.closest('th').setAttribute('aria-sort', isSorted ? `${order}ending` : 'none');
    }
  };
  heads.forEach((head) =>
    head.addEventListener('click', () => {
      list.query.sortBy(head.dataset.sort);
      show();
      list.load();
    }),
  );
  choice.addEventListener('change', () => {
    const [sort, order] = choice.value.split(',');
    Object.assign(list.query, { sort, order, page: 0 });
    show();
    list.load();
  });
  show();
}
