/** What a table shows, as the service is asked for it. */

export const SIZE = 10;

/** Columns that can be sorted by, and the direction that one begins with. */
export const SORTS = {
  sentAt: { first: 'desc', asc: 'Oldest first', desc: 'Newest first' },
  status: { first: 'asc', asc: 'Status, A to Z', desc: 'Status, Z to A' },
  subject: { first: 'asc', asc: 'Type, A to Z', desc: 'Type, Z to A' },
};

export class Query {
  type = 'IN_APP';
  status = 'UNREAD,READ';
  keyword = '';
  sort = 'sentAt';
  order = 'desc';
  page = 0;

  get path() {
    const { page, sort, order, type, keyword } = this;
    const parameters = new URLSearchParams({ page, size: SIZE, sort: `${sort},${order}`, type });
    if (type === 'IN_APP') parameters.set('status', this.status);
    if (keyword) parameters.set('keyword', keyword);
    return `/api/notifications?${parameters}`;
  }

  /** Whether an item that has changed still belongs here. What a keyword finds, only the service knows. */
  keeps(item) {
    return item.type === this.type && (this.type === 'EMAIL' || this.status.split(',').includes(item.status));
  }

  /** Sorts by a column: in its own direction first, then the other way round. */
  sortBy(field) {
    const isSame = this.sort === field;
    this.order = isSame ? (this.order === 'asc' ? 'desc' : 'asc') : SORTS[field].first;
    this.sort = field;
    this.page = 0;
  }
}
