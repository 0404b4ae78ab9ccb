/** What a fault run comes to. */
export interface FaultSum {
  readonly injected: number;
  readonly survived: number;
  readonly rows: number;
  readonly differences: number;
}
