/** The state of the connection and of the shown data. */
export type FeedState =
  /** Not connected yet. */
  | 'connecting'
  /** The list is loaded and the stream is open. */
  | 'live'
  /** Reconnecting; the shown data may be stale. No error needs to be shown. */
  | 'waiting'
  /** The service has never been reached. The client retries periodically. */
  | 'unavailable'
  /** There is no token, or the service refused it. The client asks for a token periodically. */
  | 'signed-out'
  /** `close()` was called. */
  | 'closed';

/** A notification without its content, which `GET /api/notifications/{id}/message` returns. */
export interface NotificationItem {
  readonly id: string;
  readonly tisReference: { readonly type: string; readonly id: string } | null;
  readonly type: 'IN_APP' | 'EMAIL';
  readonly subject: string;
  /** The title. Plain text: never insert it into a page as HTML. */
  readonly subjectText: string;
  readonly contact: string | null;
  /** ISO-8601, UTC. */
  readonly sentAt: string;
  readonly readAt: string | null;
  readonly status: 'UNREAD' | 'READ' | 'ARCHIVED' | 'PENDING' | 'SENT' | 'FAILED';
  readonly statusDetail: string | null;
  readonly version: number;
}

/** The remaining fields of a deleted item. */
export type DeletedItem = Pick<NotificationItem, 'id' | 'version'>;

export interface FeedOptions {
  /**
   * Returns the token of the signed-in person, without `Bearer`. Called for each connect and each request; cache the token
   * if it is expensive to get. No token, or a rejected promise, leads to `signed-out`.
   *
   * @param refresh the service refused the last token (401): return a new one
   */
  getToken(refresh: boolean): string | null | undefined | Promise<string | null | undefined>;
  /** The address of the service, absolute or relative to the page. Default: the origin of this module. */
  baseUrl?: string | URL;
  /**
   * Identifies the person: tabs of one person share one stream. Default: the claim `custom:tisId` of the token, else `sub`.
   * When the token belongs to another person, the feed is reset.
   */
  person?: string;
  /** The number of newest items to keep. Default: 50. */
  size?: number;
  /** The items to keep. Default: `{ type: ['IN_APP'], status: ['UNREAD', 'READ'] }`; `{}` keeps all. */
  filter?: { type?: readonly string[]; status?: readonly string[] };
  /**
   * Whether requests are made in a worker (default), so that failed ones are not shown in the page's console. This needs
   * `worker-src blob:` in the page's Content-Security-Policy; without a worker the page makes the requests.
   */
  worker?: boolean;
}

/** The current data. The same object until something changes. */
export interface FeedSnapshot {
  readonly state: FeedState;
  /** Newest first. */
  readonly items: readonly NotificationItem[];
  /** The number of all unread in-app items, including those beyond `size`; the service counts up to 10,000. */
  readonly unread: number;
}

/** The latest change. */
export type FeedChange =
  /** `loaded`: the list was loaded again. A table of your own must load its page again too. */
  | { readonly kind: 'state' | 'unread' | 'loaded' }
  /**
   * An item of any type and status, also one outside `size` and `filter`. `live`: the change came from the stream. Otherwise
   * it came from a call of a tab, and another change may revert it.
   */
  | { readonly kind: 'created' | 'updated'; readonly item: NotificationItem; readonly live?: boolean }
  | { readonly kind: 'deleted'; readonly item: DeletedItem; readonly live?: boolean };

export type FeedListener = (snapshot: FeedSnapshot, change: FeedChange) => void;

export interface FeedAnswer<T = any> {
  readonly ok: boolean;
  /** 0 without a response, 401 also without a token. */
  readonly status: number;
  /** The JSON body, a problem document (RFC 9457) for an error; null without a body. */
  readonly body: T;
}

/**
 * A person's notifications, live.
 *
 * All tabs of a person share one stream: one tab holds it, and another takes over when that tab closes. A lost stream is
 * reopened and resumes at its last position. No method throws, and no promise rejects.
 */
export declare class NotificationFeed {
  /** Does not connect; see `start()`. */
  constructor(options: FeedOptions);
  /** Whether this tab holds the stream. */
  readonly leading: boolean;
  /** Connects; a second call has no effect. */
  start(): this;
  /** Disconnects for good and drops all data. Create a new feed for another person. */
  close(): void;
  /** Bound to this feed, as `subscribe` is: both fit React's `useSyncExternalStore`. */
  readonly getSnapshot: () => FeedSnapshot;
  /**
   * Calls the listener for each further change.
   *
   * @returns a function that unsubscribes
   */
  readonly subscribe: (listener: FeedListener) => () => void;
  /** Changes the data at once and reverts them if the service refuses; so do the next three methods. */
  markRead(id: string): Promise<FeedAnswer>;
  markUnread(id: string): Promise<FeedAnswer>;
  archive(id: string): Promise<FeedAnswer>;
  markAllRead(): Promise<FeedAnswer>;
  /**
   * Makes any other call with the token; repeats it with a new token after a 401.
   *
   * @param path relative to the service's root, e.g. `/api/notifications?page=1&size=20`
   */
  request<T = any>(method: string, path: string): Promise<FeedAnswer<T>>;
}
