import { readdir } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { counter, gauge, histogram, type Metric } from './metric.js';

const OPEN_FILES = gauge('process_open_fds', 'Open file descriptors: each connection is one.');

/** What is told of the process, as prom-client counts it. What would cost time for each socket is left out. */
export const PROCESS_METRICS: readonly Metric[] = [
  counter('process_cpu_user_seconds_total', 'CPU time in user mode.'),
  counter('process_cpu_system_seconds_total', 'CPU time in the kernel.'),
  counter('process_cpu_seconds_total', 'CPU time in all, of every thread.'),
  gauge('process_start_time_seconds', 'When the process started, since 1970-01-01 UTC.'),
  gauge('process_resident_memory_bytes', 'Memory that the process has in RAM.'),
  gauge('process_virtual_memory_bytes', 'Memory that it has addresses for.'),
  gauge('process_heap_bytes', 'Its data segment.'),
  OPEN_FILES,
  gauge('process_max_fds', 'How many file descriptors it may open.'),
  gauge('nodejs_eventloop_lag_seconds', 'How late the event loop came to a task that this reading gave it.'),
  gauge('nodejs_eventloop_lag_min_seconds', 'The shortest turn since the reading before, by a timer of 10 ms.'),
  gauge('nodejs_eventloop_lag_max_seconds', 'The longest.'),
  gauge('nodejs_eventloop_lag_mean_seconds', 'The mean: 10 ms at rest.'),
  gauge('nodejs_eventloop_lag_stddev_seconds', 'The standard deviation.'),
  gauge('nodejs_eventloop_lag_p50_seconds', 'The median.'),
  gauge('nodejs_eventloop_lag_p90_seconds', 'The 90th percentile.'),
  gauge('nodejs_eventloop_lag_p99_seconds', 'The 99th percentile.'),
  gauge('nodejs_heap_size_total_bytes', 'The heap of the main thread.'),
  gauge('nodejs_heap_size_used_bytes', 'What of it is used.'),
  gauge('nodejs_external_memory_bytes', 'Memory outside of it that its objects stand for.'),
  gauge('nodejs_heap_space_size_total_bytes', 'The heap by its spaces.', ['space']),
  gauge('nodejs_heap_space_size_used_bytes', 'What of each is used.', ['space']),
  gauge('nodejs_heap_space_size_available_bytes', 'What of each is free.', ['space']),
  gauge('nodejs_version_info', 'The version of Node.js.', ['version', 'major', 'minor', 'patch']),
  histogram('nodejs_gc_duration_seconds', 'How long garbage collections halted the main thread.', ['kind']),
];

/** What prom-client tells of the process. */
@Injectable()
export class ProcessMetrics {
  private readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    const told = new Set(PROCESS_METRICS.map(({ name }) => name));
    for (const { name } of this.registry.getMetricsAsArray())
      if (!told.has(name)) this.registry.removeSingleMetric(name);
    if (this.registry.getSingleMetric(OPEN_FILES.name) !== undefined) this.countOpenFiles();
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** As prom-client does, but without halting the service for a millisecond with each thousand of them. */
  private countOpenFiles(): void {
    const { name, help } = OPEN_FILES;
    this.registry.removeSingleMetric(name);
    const open: Gauge = new Gauge({
      name,
      help,
      registers: [this.registry],
      collect: async () => open.set((await readdir('/proc/self/fd')).length),
    });
  }
}
