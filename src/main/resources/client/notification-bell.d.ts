import { FeedOptions, NotificationFeed, NotificationItem } from './notification-feed.js';

export { NotificationFeed };
export type * from './notification-feed.js';

/** The texts that are shown or announced by screen readers. */
export interface BellTexts {
  /** Appended to the bell's accessible name, e.g. `3 unread`. */
  unread(count: number): string;
  /** Announced before the title of an unread item. */
  isUnread: string;
  markRead: string;
  markUnread: string;
  markAllRead: string;
  empty: string;
  /** Announced for one new item. */
  oneNew(title: string): string;
  /** Announced for several new items within a second. */
  manyNew(count: number): string;
}

/**
 * `<notification-bell>`: a bell with a badge, and a panel with the latest notifications. It stays hidden until its feed
 * was live for the first time.
 *
 * Attributes: `label` (its name, "Notifications"), `open`, `align` ("end" or "start": the side on which bell and panel are
 * aligned), `max-items` (10). The element sets `available` while it is visible. Slot: `footer`, e.g. for a link to the whole list.
 * Parts: `button`, `badge`, `panel`, `header`, `list`, `item`, `footer`.
 *
 * Light and dark follow `color-scheme`. Custom properties: `--notification-bell-color`, `-background`, `-border`,
 * `-muted`, `-accent`, `-badge-background`, `-badge-color`, `-hover`, `-radius`, `-width`, `-font`.
 *
 * @fires notification-open - a person chose an item; unless prevented, the item is marked as read and the panel closes
 * @fires notification-toggle - the panel was opened or closed
 */
export declare class NotificationBell extends HTMLElement {
  /** The feed to show, if you create and start it yourself. */
  feed: NotificationFeed | null;
  /** Whether the panel is open; the attribute of the same name. */
  open: boolean;
  /** Texts in another language; omitted ones stay English. */
  get texts(): BellTexts;
  set texts(texts: Partial<BellTexts>);
  /** Creates, starts and shows a feed; the next `connect()` or `disconnect()` closes it. */
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
