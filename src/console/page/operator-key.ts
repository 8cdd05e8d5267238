const KEPT_AS = 'operator-key';

/** The operator's key: kept for this tab alone, and as long as it is open. */
export const operatorKey = {
  get value(): string | null {
    return sessionStorage.getItem(KEPT_AS);
  },
  keep(key: string): void {
    sessionStorage.setItem(KEPT_AS, key);
  },
  forget(): void {
    sessionStorage.removeItem(KEPT_AS);
  },
};
