import type { ServerProcess } from './server-process.js';

/** A system under measurement, running. */
export interface RunningSystem {
  readonly nodes: readonly ServerProcess[];
  /** Process ids of the databases that were started for it. */
  readonly databases: readonly number[];
  readonly engagePath: string;
  stop(): Promise<void>;
}

/** What can be measured: starts anew for each trial, with nothing stored. */
export type System = () => Promise<RunningSystem>;

/** Starts a system, uses it, and stops it, however the use ends. Fails when one of its nodes ends meanwhile. */
export async function whileRunning<T>(system: System, use: (running: RunningSystem) => Promise<T>): Promise<T> {
  const running = await system();
  try {
    return await Promise.race([use(running), ...running.nodes.map(({ ended }) => ended)]);
  } finally {
    await running.stop();
  }
}
