/** A question about something that the record does not know. */
export class NotOnRecord extends Error {
  readonly what:
    | 'event'
    | 'lot'
    | 'site'
    | 'organisation'
    | 'element'
    | 'product'
    | 'item'
    | 'container'
    | 'identifier'
    | 'rule'
    | 'flag'
    | 'cell'
    | 'authority'
    | 'dataset'
    | 'release';
  readonly id: string;

  constructor(what: NotOnRecord['what'], id: string) {
    super(`the ${what} ${id} is not on record`);
    this.name = 'NotOnRecord';
    this.what = what;
    this.id = id;
  }
}
