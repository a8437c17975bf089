/** Whether what is shown is current, and whether there is anything to show. */
export type FeedState =
  /** Nothing is known yet. */
  | 'connecting'
  /** The list is loaded and followed. */
  | 'live'
  /** It was live and will be again: what is shown may be behind. Nothing to alarm anybody with. */
  | 'waiting'
  /** The service has not been there yet. It is looked for again now and then. */
  | 'unavailable'
  /** There is no token, or it is refused. Asked for again now and then. */
  | 'signed-out'
  /** `close()` was called. */
  | 'closed';

/** A notification as the service gives it: never its content, see `GET /api/notifications/{id}/message`. */
export interface NotificationItem {
  readonly id: string;
  readonly tisReference: { readonly type: string; readonly id: string } | null;
  readonly type: 'IN_APP' | 'EMAIL';
  readonly subject: string;
  /** The title. Plain text: never put it into a page as HTML. */
  readonly subjectText: string;
  readonly contact: string | null;
  /** ISO-8601, UTC. */
  readonly sentAt: string;
  readonly readAt: string | null;
  readonly status: 'UNREAD' | 'READ' | 'ARCHIVED' | 'PENDING' | 'SENT' | 'FAILED';
  readonly statusDetail: string | null;
  readonly version: number;
}

/** What of an item is left when it has gone. */
export type DeletedItem = Pick<NotificationItem, 'id' | 'version'>;

export interface FeedOptions {
  /**
   * The token of whoever is signed in, without `Bearer`. Asked at each connect and each call; keep the answer yourself if
   * it is expensive. No token, or a failure, is `signed-out`.
   *
   * @param refresh the last one was refused (401): answer a new one
   */
  getToken(refresh: boolean): string | null | undefined | Promise<string | null | undefined>;
  /** Where the service is, absolute or from the page. Default: where this module came from. */
  baseUrl?: string | URL;
  /**
   * Whose feed it is: tabs of one person share one stream. Default: the claim `custom:tisId` of the token, else `sub`.
   * When the token is another person's, the feed begins anew.
   */
  person?: string;
  /** How many of the newest items are kept. Default: 50. */
  size?: number;
  /** Which items are kept. Default: `{ type: ['IN_APP'], status: ['UNREAD', 'READ'] }`; `{}` keeps all. */
  filter?: { type?: readonly string[]; status?: readonly string[] };
  /**
   * Whether requests are made in a worker (default), so that one that fails leaves no line in the page's console. That
   * needs `worker-src blob:` where the page has a Content-Security-Policy; without a worker the page makes them itself.
   */
  worker?: boolean;
}

/** What there is now. The same object until something changes. */
export interface FeedSnapshot {
  readonly state: FeedState;
  /** Newest first. */
  readonly items: readonly NotificationItem[];
  /** All unread in-app items, those beyond `size` included. */
  readonly unread: number;
}

/** What has just happened. */
export type FeedChange =
  /** `loaded`: the list was loaded again. A table of your own must load its page again too. */
  | { readonly kind: 'state' | 'unread' | 'loaded' }
  /**
   * An item of any type and status, also one outside `size` and `filter`. `live`: the stream told it, just now; without
   * it, it comes from a call of a tab, and may be taken back by another change.
   */
  | { readonly kind: 'created' | 'updated'; readonly item: NotificationItem; readonly live?: boolean }
  | { readonly kind: 'deleted'; readonly item: DeletedItem; readonly live?: boolean };

export type FeedListener = (snapshot: FeedSnapshot, change: FeedChange) => void;

export interface FeedAnswer<T = any> {
  readonly ok: boolean;
  /** 0 where there was no answer, 401 also where there was no token. */
  readonly status: number;
  /** The JSON of the answer, a problem document (RFC 9457) where it is a refusal; null where there is none. */
  readonly body: T;
}

/**
 * A person's notifications, live.
 *
 * All tabs of a person share one stream: one of them holds it, and another takes it over when that one closes. A lost
 * stream is opened again and goes on where it stood. Nothing is ever thrown, and no promise rejects.
 */
export declare class NotificationFeed {
  /** Starts nothing. */
  constructor(options: FeedOptions);
  /** Whether this tab holds the stream. */
  readonly leading: boolean;
  /** Begins; a second call does nothing. */
  start(): this;
  /** Ends it for good and forgets everything. For another person, make a new one. */
  close(): void;
  /** Bound, as `subscribe` is: both fit React's `useSyncExternalStore`. */
  readonly getSnapshot: () => FeedSnapshot;
  /**
   * Tells the listener of each change from now on.
   *
   * @returns ends it
   */
  readonly subscribe: (listener: FeedListener) => () => void;
  /** Shown at once, and taken back if the service refuses; so are the next three. */
  markRead(id: string): Promise<FeedAnswer>;
  markUnread(id: string): Promise<FeedAnswer>;
  archive(id: string): Promise<FeedAnswer>;
  markAllRead(): Promise<FeedAnswer>;
  /**
   * Any other call, with a token and a new one if that is refused.
   *
   * @param path from the service's root, e.g. `/api/notifications?page=1&size=20`
   */
  request<T = any>(method: string, path: string): Promise<FeedAnswer<T>>;
}
