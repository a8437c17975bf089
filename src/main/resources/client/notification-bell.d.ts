import { FeedOptions, NotificationFeed, NotificationItem } from './notification-feed.js';

export { NotificationFeed };
export type * from './notification-feed.js';

/** The words that a person reads or hears. */
export interface BellTexts {
  /** Said with the bell's name, e.g. `3 unread`. */
  unread(count: number): string;
  /** Said before the title of an unread item. */
  isUnread: string;
  markRead: string;
  markUnread: string;
  markAllRead: string;
  empty: string;
  /** Said when one comes in. */
  oneNew(title: string): string;
  /** Said when several come in within a second. */
  manyNew(count: number): string;
}

/**
 * `<notification-bell>`: a bell with a badge, and a panel with the latest notifications. It is not shown until its feed
 * has been live.
 *
 * Attributes: `label` (its name, "Notifications"), `open`, `align` ("end" or "start": the side at which bell and panel are
 * flush), `max-items` (10); `available` is set by it while it is shown. Slot: `footer`, e.g. for a link to the whole list.
 * Parts: `button`, `badge`, `panel`, `header`, `list`, `item`, `footer`.
 *
 * Light and dark follow `color-scheme`. Custom properties: `--notification-bell-color`, `-background`, `-border`,
 * `-muted`, `-accent`, `-badge-background`, `-badge-color`, `-hover`, `-radius`, `-width`, `-font`.
 *
 * @fires notification-open - a person chose an item; unless prevented, it is marked read and the panel closes
 * @fires notification-toggle - the panel was opened or closed
 */
export declare class NotificationBell extends HTMLElement {
  /** The feed that is shown, if you make and start it yourself. */
  feed: NotificationFeed | null;
  /** Whether the panel is open; the attribute of the same name. */
  open: boolean;
  /** Words of another language; what is left out stays English. */
  get texts(): BellTexts;
  set texts(texts: Partial<BellTexts>);
  /** Makes a feed, starts it and shows it; it is closed with the next `connect()` or `disconnect()`. */
  connect(options: FeedOptions): NotificationFeed;
  disconnect(): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'notification-bell': NotificationBell;
  }
  interface HTMLElementEventMap {
    'notification-open': CustomEvent<{ item: NotificationItem }>;
    'notification-toggle': CustomEvent<{ open: boolean }>;
  }
}
