/** What the demo page must know of the service. */
export interface DemoSettings {
  /** The path prefix of the REST API, such as `/backend`. */
  readonly contextPath: string;
}

export const DEMO_SETTINGS = Symbol('DemoSettings');
