/** What a server says to a client: a MySQL error code with its state and the text behind it. */
export class DorisError extends Error {
  readonly code: number;
  readonly state: string;
  /** The text without the prefix that the MySQL port puts before it: HTTP answers carry it bare. */
  readonly detail: string;

  constructor(code: number, state: string, detail: string, message = `errCode = 2, detailMessage = ${detail}`) {
    super(message);
    this.name = 'DorisError';
    this.code = code;
    this.state = state;
    this.detail = detail;
  }
}

/** Most refusals have no code of their own. */
export function fail(detail: string): never {
  throw new DorisError(1105, 'HY000', detail);
}

export const unknownDatabase = (name: string) => new DorisError(1049, '42000', `Unknown database '${name}'`);
export const unknownTable = (name: string) => new DorisError(1051, '42S02', `Unknown table '${name}'`);
export const noDatabase = () => new DorisError(1046, '3D000', 'No database selected');
export const tableExists = (name: string) => new DorisError(1050, '42S01', `Table '${name}' already exists`);
export const duplicateColumn = (name: string) => new DorisError(1060, '42S21', `Duplicate column name '${name}'`);

/** For a statement that Doris may well know, and that this emulator would have to guess at. */
export function notEmulated(what: string): never {
  fail(`${what} is not supported by this emulator`);
}
