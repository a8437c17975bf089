// docs/browser.md

const API = '/api/notifications';
const PATIENCE = 20_000;

/** Fetches for a port. Self-contained: a worker gets it as text. */
function serve(port) {
  const running = {};
  port.onmessage = async ({ data: [id, url, init] }) => {
    if (!url) return running[id]?.abort();
    const tell = (...what) => port.postMessage([id, ...what]);
    const { signal } = (running[id] = new AbortController());
    try {
      const { ok, status, headers, body } = await fetch(url, { ...init, signal });
      tell('head', { ok, status, retryAfter: headers.get('Retry-After') * 1000 || 0 });
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      for (let read; !(read = await reader.read()).done; ) tell('take', read.value);
    } catch {}
    delete running[id];
    tell('end');
  };
}

/** The page's console does not show failures of a worker. */
function openLine(wanted = true) {
  const calls = new Map();
  let port;
  let script;
  let last = 0;
  const use = (next) => {
    port = next;
    port.onmessage = ({ data: [id, what, value] }) => calls.get(id)?.[what](value);
    calls.forEach(({ request }) => port.postMessage(request));
  };
  const usePage = () => {
    const { port1, port2 } = new MessageChannel();
    serve(port2);
    use(port1);
  };
  try {
    if (!wanted) throw 0;
    script = URL.createObjectURL(new Blob([`(${serve})(self)`]));
    use(new Worker(script));
    port.onerror = (event) => usePage(event.preventDefault());
  } catch {
    usePage();
  }
  const send = (url, init, signal, take) =>
    new Promise((done) => {
      const id = ++last;
      const answer = { ok: false, status: 0 };
      const request = [id, new URL(url, location).href, init];
      const end = () => calls.delete(id) && done(answer);
      const stop = () => end(port.postMessage([id]));
      calls.set(id, { request, take, end, head: (head) => Object.assign(answer, head) });
      port.postMessage(request);
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
    });
  send.close = () => {
    calls.forEach(({ end }) => end());
    port.terminate?.();
    URL.revokeObjectURL(script);
  };
  return send;
}

/** WHATWG HTML 9.2; also events without data. */
function parser(dispatch, onRetry) {
  let [rest, event, data, id] = ['', '', ''];
  return (text) => {
    const lines = (rest + text).split(/\r\n|\n|\r(?=[^\n])/);
    rest = lines.pop();
    for (const line of lines) {
      const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
      if (!line) {
        dispatch(event, parse(data), id);
        event = data = '';
      } else if (field === 'event') event = value;
      else if (field === 'data') data += value + '\n';
      else if (field === 'id' && !value.includes('\0')) id = value;
      else if (field === 'retry' && /^\d+$/.test(value)) onRetry(+value);
    }
  };
}

function parse(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const isUnread = (item) => item?.type === 'IN_APP' && item.status === 'UNREAD';
const newestFirst = (a, b) => Date.parse(b.sentAt) - Date.parse(a.sentAt) || (a.id < b.id ? 1 : -1);
const byId = (items) => new Map(items.map((item) => [item.id, item]));

export class NotificationFeed {
  #options;
  #base;
  #send;
  #closed;
  #session;
  #person;
  #channel;
  #doubt;
  #heartbeat = 15_000;
  #retry = 3_000;
  #wake;
  #listeners = new Set();
  #now;
  #known;
  #fresh;
  #counts = 0;
  #snapshot;
  leading = false;

  constructor(options) {
    this.#options = { size: 50, filter: { type: ['IN_APP'], status: ['UNREAD', 'READ'] }, ...options };
    this.#base = String(options.baseUrl ?? new URL('..', import.meta.url)).replace(/\/$/, '');
    this.#forget('connecting');
  }

  start() {
    if (this.#closed) return this;
    this.#closed = new AbortController();
    const { signal } = this.#closed;
    ['online', 'pageshow', 'visibilitychange'].forEach((type) => addEventListener(type, this.#onWake, { signal }));
    this.#run(signal);
    return this;
  }

  /** Many browsers get back online or wake up together. */
  #onWake = ({ type }, wake = this.#wake) => {
    const isOnline = type === 'online';
    const delay = Math.random() * (isOnline ? this.#retry : 1_000);
    if (isOnline || !document.hidden) setTimeout(() => this.#wake === wake && wake?.(isOnline), delay);
  };

  close() {
    this.#closed ??= new AbortController();
    this.#closed.abort();
    this.#send?.close();
    this.#forget('closed');
  }

  getSnapshot = () => {
    if (this.#snapshot) return this.#snapshot;
    const { size, filter } = this.#options;
    const wanted = Object.entries(filter);
    const keeps = (item) => item.sentAt && wanted.every(([field, values]) => values.includes(item[field]));
    const items = [...this.#known.values()].filter(keeps).sort(newestFirst).slice(0, size);
    const { state, unread } = this.#now;
    return (this.#snapshot = { state, unread, items });
  };

  subscribe = (listener) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  markRead(id) {
    return this.#mark(id, 'READ', 'mark-read');
  }

  markUnread(id) {
    return this.#mark(id, 'UNREAD', 'mark-unread');
  }

  archive(id) {
    return this.#mark(id, 'ARCHIVED', 'archive');
  }

  markAllRead() {
    const items = [...this.#known.values()].filter(isUnread);
    return this.#expect(items, 'READ', -this.#now.unread, 'POST', '/mark-all-read');
  }

  async request(method, path) {
    let answer = { ok: false, status: 401, body: null };
    for (const refresh of [false, true]) {
      const token = answer.status === 401 && (await this.#token(refresh));
      if (token) answer = await this.#ask(method, path, token);
    }
    return answer;
  }

  async #ask(method, path, token, signal = AbortSignal.timeout(PATIENCE), more, take) {
    const headers = { Accept: 'application/json', ...(token && { Authorization: `Bearer ${token}` }), ...more };
    this.#send ??= openLine(this.#options.worker);
    let body = '';
    const answer = await this.#send(this.#base + path, { method, headers }, signal, take ?? ((text) => (body += text)));
    return { ...answer, body: parse(body) };
  }

  async #token(refresh) {
    let token;
    if (this.#closed?.signal.aborted) return;
    try {
      token = await this.#options.getToken(refresh);
    } catch {}
    if (token && this.#session && this.#personOf(token) !== this.#person) this.#session.abort();
    return token;
  }

  /** Unverified: it only tells people apart. */
  #personOf(token) {
    try {
      const claims = parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
      return this.#options.person ?? claims['custom:tisId'] ?? claims.sub;
    } catch {
      return this.#options.person;
    }
  }

  async #run(closed) {
    for (let tries = 0; !closed.aborted; ) {
      const token = await this.#token();
      if (closed.aborted) return;
      if (token) {
        const person = this.#personOf(token);
        if (this.#session && person !== this.#person) this.#forget('connecting');
        const steal = this.#session?.signal.reason === 'steal';
        this.#person = person;
        this.#session = new AbortController();
        await this.#join(AbortSignal.any([closed, this.#session.signal]), steal);
        this.leading = false;
        tries = 0;
      } else {
        this.#enter('signed-out');
        await this.#pause(closed, ++tries);
      }
    }
  }

  /** The tab with the lock holds the stream and tells the others. */
  async #join(signal, steal) {
    const lead = () => this.#lead(signal);
    if (!this.#person || !navigator.locks || !window.BroadcastChannel) return lead();
    const name = `notification-feed ${this.#base} ${this.#person}`;
    this.#channel = new BroadcastChannel(name);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    this.#wake = (isOnline) => this.#askLeader(isOnline === false);
    this.#wake();
    await navigator.locks.request(name, steal ? { steal } : { signal }, lead).catch(() => {});
    this.#session.abort();
    clearTimeout(this.#doubt);
    this.#channel.close();
    this.#channel = undefined;
  }

  /** A visible tab replaces a frozen leader. */
  #askLeader(look) {
    this.#channel?.postMessage({ hello: true, look });
    clearTimeout(this.#doubt);
    this.#doubt = setTimeout(() => this.leading || document.hidden || this.#session.abort('steal'), 3_000);
  }

  #share() {
    if (this.leading) this.#channel?.postMessage(this.#fresh ? {} : { now: this.#now, items: [...this.#known.values()] });
  }

  #hear({ hello, look, mark, now, items, event, data, position }) {
    if (hello) {
      this.#share();
      if (this.leading && look) this.#wake();
    } else if (mark) this.#put(mark, 'updated');
    else if (!this.leading) {
      clearTimeout(this.#doubt);
      this.#doubt = setTimeout(() => this.#askLeader(), this.#heartbeat * 2.5);
      this.#now = now ?? { ...this.#now, position };
      if (now) this.#list(items);
      else this.#apply(event, data);
    }
  }

  async #lead(signal) {
    this.leading = true;
    for (let tries = 0, refresh = false; !signal.aborted; ) {
      const { state, status, retryAfter, woken } = await this.#follow(signal, refresh);
      if (signal.aborted) return;
      this.#fresh = undefined;
      refresh = status === 401 && !refresh;
      if (refresh || woken) continue;
      tries = this.#now.state === 'live' ? 1 : tries + 1;
      this.#enter(this.#now.lived && state !== 'signed-out' ? 'waiting' : state);
      await this.#pause(signal, tries, retryAfter);
    }
  }

  /** Opens a stream; checks the capabilities before the first one. */
  async #follow(outer, refresh) {
    const token = await this.#token(refresh);
    if (!token) return { state: 'signed-out' };
    if (!this.#now.lived) {
      const { body } = await this.#ask('GET', '/api/capabilities');
      const can = (name) => body?.capabilities?.['notifications.' + name]?.available;
      if (!can('list') || !can('stream')) return { state: 'unavailable' };
    }
    const stream = new AbortController();
    const { position } = this.#now;
    let silence;
    let quietAt;
    const watch = (patience) => {
      clearTimeout(silence);
      silence = setTimeout(() => stream.abort(), patience);
      quietAt = Date.now() + patience;
    };
    this.#wake = (isElsewhere) => (isElsewhere || Date.now() > quietAt) && stream.abort('woken');
    const take = parser(
      (...frame) => this.#frame(stream, position, ...frame),
      (retry) => (this.#retry = retry),
    );
    const headers = { Accept: 'text/event-stream', ...(position && { 'Last-Event-ID': position }) };
    const signal = AbortSignal.any([outer, stream.signal]);
    watch(PATIENCE);
    const answer = await this.#ask('GET', API + '/stream', token, signal, headers, (text) => {
      take(text);
      watch(this.#heartbeat * 2.5);
    });
    clearTimeout(silence);
    const woken = this.#now.state === 'live' && stream.signal.reason === 'woken';
    return { ...answer, woken, state: answer.status === 401 ? 'signed-out' : 'unavailable' };
  }

  #frame(stream, sent, event, data, id) {
    stream.position = id;
    if (!this.#fresh) this.#now.position = id;
    if (event === 'ready') {
      this.#heartbeat = data.heartbeatSeconds * 1000;
      this.#apply('unread', data);
      if (data.resumed) this.#enter('live');
    }
    // After a bad position comes a reset.
    if (event === 'reset' || (event === 'ready' && !sent)) this.#load(stream);
    this.#apply(event, data);
    if (!this.#fresh) this.#channel?.postMessage({ event, data, position: id });
  }

  #apply(event, data) {
    if (event === 'unread') {
      this.#counts++;
      this.#now.unread = data.unread;
      this.#emit(event);
    } else if (data?.version) this.#put(data, event, true);
  }

  /** No position is good until the list is loaded. */
  async #load(stream) {
    const fresh = (this.#fresh = new Map());
    this.#now.position = undefined;
    const query = new URLSearchParams({ size: this.#options.size, ...this.#options.filter });
    const { body } = await this.request('GET', `${API}?${query}`);
    if (this.#fresh !== fresh) return;
    if (!body?.content) return stream.abort();
    this.#fresh = undefined;
    this.#list(body.content);
    fresh.forEach((item) => this.#put(item, 'updated'));
    this.#now.position = stream.position;
    this.#enter('live');
  }

  #enter(state) {
    const isOther = this.#now.state !== state;
    this.#now.state = state;
    this.#now.lived ||= state === 'live';
    if (isOther) this.#emit('state');
    this.#share();
  }

  /** Exponential, random, at least as long as asked. Only a look at a page hurries a replaced stream. */
  async #pause(signal, tries, asked = 0) {
    const hurry = new AbortController();
    const retry = this.#retry;
    this.#wake = (isOnline) => asked || (isOnline && retry > 60_000) || hurry.abort();
    const backoff = Math.min(60_000, retry * 2 ** (tries - 1));
    const time = Math.max(asked, retry, backoff) * (1 + Math.random() / 2);
    if (retry > 60_000) this.#retry = 3_000;
    const over = AbortSignal.any([signal, hurry.signal, AbortSignal.timeout(time)]);
    if (!over.aborted) await new Promise((done) => over.addEventListener('abort', done));
  }

  #list(items) {
    this.#known = byId(items);
    this.#emit('loaded');
  }

  #put(item, kind, live) {
    if (this.#known.get(item.id)?.version >= item.version) return;
    this.#known.set(item.id, item);
    this.#fresh?.set(item.id, item);
    this.#emit(kind, item, live);
    if (this.#known.size > this.#options.size * 4) this.#known = byId(this.getSnapshot().items);
  }

  async #mark(id, status, mark) {
    const item = this.#known.get(id);
    const difference = isUnread({ ...item, status }) - isUnread(item);
    const session = this.#session;
    const answer = await this.#expect(item ? [item] : [], status, difference, 'PUT', `/${id}/${mark}`);
    if (answer.body?.id && session === this.#session) {
      this.#put(answer.body, 'updated');
      this.#channel?.postMessage({ mark: answer.body });
    }
    return answer;
  }

  /** Shown at once; a failure reverts what did not change. */
  async #expect(items, status, difference, method, path) {
    const counts = this.#counts;
    const shown = items.map((item) => ({ ...item, status }));
    const show = (some) => {
      some.forEach((item) => this.#known.set(item.id, item));
      some.forEach((item) => this.#emit('updated', item));
    };
    this.#now.unread += difference;
    show(shown);
    const answer = await this.request(method, API + path);
    if (!answer.ok) {
      if (this.#counts === counts) this.#now.unread -= difference;
      show(items.filter((item, i) => this.#known.get(item.id) === shown[i]));
    } else if (difference) setTimeout(() => this.#recount(counts), 2_000);
    return answer;
  }

  async #recount(counts) {
    if (this.#counts !== counts) return;
    const { ok, body } = await this.request('GET', API + '/unread-count');
    if (ok && this.#counts === counts) this.#apply('unread', body);
  }

  #forget(state) {
    this.#now = { state, unread: 0 };
    this.#fresh = undefined;
    this.#counts++;
    this.#list([]);
  }

  #emit(kind, item, live) {
    this.#snapshot = undefined;
    this.#listeners.forEach((tell) => queueMicrotask(() => tell(this.getSnapshot(), { kind, item, live })));
  }
}
