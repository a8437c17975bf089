/** The query of a table: filter, search, order and page. */

export const SIZE = 10;

/** The sortable columns, each with its first direction. */
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

  /** Whether a changed item still matches. Ignores the keyword: only the service can match that. */
  keeps(item) {
    return item.type === this.type && (this.type === 'EMAIL' || this.status.split(',').includes(item.status));
  }

  /** Sorts by a column: in its first direction, then in the opposite one. */
  sortBy(field) {
    const isSame = this.sort === field;
    this.order = isSame ? (this.order === 'asc' ? 'desc' : 'asc') : SORTS[field].first;
    this.sort = field;
    this.page = 0;
  }
}
