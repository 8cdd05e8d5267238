import type { FactName, FactValue } from './facts.js';
import type { LogLevel } from './levels.js';

interface EventKind {
  readonly level: LogLevel;
  /** Markdown for the table of events: what happened and, where there is something to do, what. */
  readonly meaning: string;
  readonly facts: readonly FactName[];
}

/** Everything that the service writes of itself. What is not here cannot be told. */
export const EVENTS = {
  'service.started': {
    level: 'info',
    meaning: 'The service takes calls. Written whatever the level is; on a terminal, a banner stands in its place.',
    facts: [
      'version',
      'node',
      'mode',
      'roles',
      'database',
      'addresses',
      'demo',
      'console',
      'swaggerUi',
      'events',
      'restApi',
      'frontends',
    ],
  },
  'service.draining': {
    level: 'info',
    meaning: 'It was told to end: it takes no new work, and lets what is under way finish.',
    facts: ['signal'],
  },
  'service.ended': { level: 'info', meaning: 'It has ended as it should.', facts: ['afterMs'] },
  'service.cut-off': {
    level: 'error',
    meaning: 'Something kept it from ending in time, and it ended all the same.',
    facts: ['afterMs'],
  },
  'service.ended-badly': { level: 'error', meaning: 'It failed while it was ending.', facts: ['err'] },
  'service.crashed': {
    level: 'error',
    meaning: 'It fell over an error that nobody expected, and ends. The same stands on standard error.',
    facts: ['err'],
  },
  'configuration.unknown-variable': {
    level: 'warn',
    meaning:
      'An environment variable is almost, but not quite, one of the service’s. It has no effect: is it misspelt?',
    facts: ['variable', 'meant'],
  },
  'attempt.started': {
    level: 'info',
    meaning: 'An engage has started an attempt.',
    facts: ['requestId', 'attemptId', 'interactionId', 'channel', 'ruleName', 'actor'],
  },
  'attempt.advanced': {
    level: 'debug',
    meaning: 'An attempt is `delivered` or `shown`.',
    facts: ['attemptId', 'interactionId', 'from', 'to', 'actor'],
  },
  'attempt.ended': {
    level: 'info',
    meaning: 'An attempt has ended; `to` says how. With a call’s id where a strategy or an operator cancelled it.',
    facts: ['requestId', 'attemptId', 'interactionId', 'from', 'to', 'by', 'actor', 'reason', 'afterMs'],
  },
  'attempt.suppressed': {
    level: 'info',
    meaning: 'A rule, or the visitor’s wish, spoke against an engage: nobody is invited.',
    facts: ['requestId', 'attemptId', 'interactionId', 'channel', 'ruleName', 'actor', 'reason'],
  },
  'payload.read': {
    level: 'info',
    meaning: 'An operator has read what a strategy attached to an attempt.',
    facts: ['requestId', 'attemptId', 'actor'],
  },
  'attempts.purged': {
    level: 'info',
    meaning:
      'Attempts were older than `RETENTION_DAYS`, and are forgotten; so many webhooks of theirs were still to be delivered. At most one line a minute.',
    facts: ['count', 'undelivered'],
  },
  'visit.exported': {
    level: 'info',
    meaning:
      'An operator has read everything that is kept about a visit, and what strategies attached: so many attempts.',
    facts: ['requestId', 'count', 'actor'],
  },
  'visit.erased': {
    level: 'info',
    meaning: 'An operator has everything erased that was kept about a visit: so many attempts.',
    facts: ['requestId', 'erasureId', 'count', 'actor'],
  },
  'engage.replayed': {
    level: 'debug',
    meaning: 'An engage came again. It changed nothing.',
    facts: ['requestId', 'attemptId', 'interactionId', 'state', 'actor'],
  },
  'engage.overtaken': {
    level: 'info',
    meaning: 'An engage came after the noengage of its interaction: nobody is invited.',
    facts: ['requestId', 'attemptId', 'interactionId', 'actor'],
  },
  'cancellation.found-nothing': {
    level: 'info',
    meaning:
      'A noengage found nothing to cancel. For an interaction it is remembered, as `attemptId`, in case the engage comes ' +
      'late; for a visit, both ids are `null`.',
    facts: ['requestId', 'attemptId', 'interactionId', 'actor'],
  },
  'request.invalid': {
    level: 'info',
    meaning:
      'A caller who is known sent what will not do, and must change it. The reply under the same id says what is ' +
      'expected.',
    facts: ['requestId', 'code', 'pointers', 'actor'],
  },
  'request.refused': {
    level: 'debug',
    meaning: 'A call was answered with a fault for another reason.',
    facts: ['requestId', 'code', 'actor'],
  },
  'request.failed': {
    level: 'error',
    meaning: 'A call failed in a way that nobody expected: a fault of the service. Please report it.',
    facts: ['requestId', 'code', 'err'],
  },
  'authentication.failed': {
    level: 'warn',
    meaning: 'Somebody showed a credential that is not known, or none. A frontend’s has no `requestId`.',
    facts: ['requestId', 'side', 'address', 'why'],
  },
  'callers.refused': {
    level: 'warn',
    meaning:
      'Calls or connections were turned away: too many of them (429), from a page or under a name that may not (403), or ' +
      'because the store is away or behind (503). The first is told at once, the others in sum, a line a minute for each ' +
      'address (each page’s origin for `forbidden-origin`) and code. Without an address: all the others.',
    facts: ['code', 'address', 'origin', 'count', 'withinSeconds'],
  },
  'connection.refused': {
    level: 'debug',
    meaning: 'What came over a connection was no HTTP request, or did not come whole in time.',
    facts: ['code', 'address'],
  },
  'socket.connected': { level: 'debug', meaning: 'A frontend has connected.', facts: ['kind', 'address'] },
  'socket.disconnected': { level: 'debug', meaning: 'A frontend has gone.', facts: ['kind', 'address', 'why'] },
  'socket.refused': { level: 'debug', meaning: 'A frontend was not let in.', facts: ['code', 'address'] },
  'frontend.refused': { level: 'debug', meaning: 'An event of a frontend was answered with a fault.', facts: ['code'] },
  'frontend.failed': {
    level: 'error',
    meaning: 'An event of a frontend failed in a way that nobody expected: a fault of the service. Please report it.',
    facts: ['code', 'err'],
  },
  'delivery.sent-again': {
    level: 'info',
    meaning: 'An operator has an outcome delivered again.',
    facts: ['endpoint', 'attemptId', 'actor'],
  },
  'deliveries.sent-again': {
    level: 'info',
    meaning: 'An operator has every outcome delivered again that an endpoint did not take.',
    facts: ['endpoint', 'count', 'actor'],
  },
  'delivery.given-up': {
    level: 'error',
    meaning: 'An endpoint did not take an outcome, and is not tried again with it.',
    facts: ['endpoint', 'attemptId', 'interactionId', 'state', 'why'],
  },
  'deliveries.given-up': {
    level: 'error',
    meaning: 'Outcomes have waited too long to be delivered, and are not tried again.',
    facts: ['count'],
  },
  'delivery.unrecorded': {
    level: 'warn',
    meaning: 'What came of a delivery could not be put on record: it is made again.',
    facts: ['endpoint', 'why'],
  },
  'endpoint.failing': {
    level: 'warn',
    meaning:
      'An endpoint was well, and did not take an outcome, which is tried again. What follows of it is told when the endpoint ' +
      'is paused, disabled or back; at most one line a minute for each endpoint.',
    facts: ['endpoint', 'why'],
  },
  'endpoint.paused': {
    level: 'warn',
    meaning: 'An endpoint fails again and again, and is left alone for a while.',
    facts: ['endpoint', 'failures', 'forMs', 'why'],
  },
  'endpoint.back': {
    level: 'info',
    meaning: 'An endpoint that failed or was paused takes outcomes again.',
    facts: ['endpoint'],
  },
  'endpoint.disabled': {
    level: 'error',
    meaning: 'An endpoint has said that it is gone (410). It gets nothing until an operator enables it.',
    facts: ['endpoint', 'why'],
  },
  'endpoint.enabled': {
    level: 'info',
    meaning: 'An operator has an endpoint told again.',
    facts: ['endpoint', 'actor'],
  },
  'pacing.unavailable': {
    level: 'warn',
    meaning:
      'Whoever knows of agents (`PACING_URL`) does not answer, and is asked once a second only. ' +
      '`PACING_WHEN_UNAVAILABLE` decides about engages meanwhile.',
    facts: ['why'],
  },
  'pacing.available': { level: 'info', meaning: 'They answer again.', facts: [] },
  'store.awaited': {
    level: 'warn',
    meaning: 'The database cannot be reached yet. The service starts when it can, within `DATABASE_WAIT_SECONDS`.',
    facts: ['why'],
  },
  'store.away': {
    level: 'warn',
    meaning: 'The database takes no changes: calls are answered 503, and nothing that was accepted is lost.',
    facts: ['why'],
  },
  'store.failing': {
    level: 'warn',
    meaning:
      'The database can be used, and yet calls to it have come to nothing, and were answered 503. At most once a minute.',
    facts: ['why'],
  },
  'store.back': { level: 'info', meaning: 'It can be used again.', facts: ['afterMs'] },
  'nodes.connected': { level: 'info', meaning: 'The other nodes are heard at once, over Redis.', facts: [] },
  'nodes.apart': {
    level: 'warn',
    meaning: 'Redis is away: what happens on other nodes is found out within two seconds. Nothing is lost.',
    facts: ['why'],
  },
  'news.unreadable': { level: 'warn', meaning: 'What came over Redis was no message of a node.', facts: ['why'] },
  'task.failed': {
    level: 'warn',
    meaning: 'A task that runs again and again has failed. It goes on trying, and says so when it succeeds.',
    facts: ['task', 'why'],
  },
  'task.recovered': { level: 'info', meaning: 'It succeeds again, after so many failures.', facts: ['task', 'count'] },
  'traces.refused': {
    level: 'warn',
    meaning:
      'Whoever collects traces does not take them: those from now on are lost, until somebody does. Nothing else suffers.',
    facts: ['collector', 'status', 'why'],
  },
  'traces.taken': { level: 'info', meaning: 'Traces are taken again; so many spans were lost.', facts: ['count'] },
  'keys.renewed': { level: 'info', meaning: 'The keys that files hold now are in force.', facts: [] },
  'keys.kept': {
    level: 'error',
    meaning: 'The files of the keys have changed, and will not do: those from before stay in force.',
    facts: ['why'],
  },
  'certificates.renewed': { level: 'info', meaning: 'New connections get the new certificate.', facts: [] },
  'certificates.kept': {
    level: 'error',
    meaning: 'The files of the certificate have changed, and will not do: the one from before stays in force.',
    facts: ['why'],
  },
  'log.level-changed': {
    level: 'info',
    meaning: 'From now on lines of another level are written. With the operator’s name, or the signal.',
    facts: ['from', 'to', 'forSeconds', 'actor', 'signal'],
  },
  'log.lost': {
    level: 'warn',
    meaning: 'Whoever reads the log did not keep up: so many lines were left out.',
    facts: ['count'],
  },
  'framework.told': { level: 'debug', meaning: 'Nest says what it does.', facts: ['text'] },
  'framework.warned': { level: 'warn', meaning: 'Nest warns of something.', facts: ['text'] },
  'framework.failed': { level: 'error', meaning: 'Nest found something that failed.', facts: ['text', 'err'] },
} as const satisfies Readonly<Record<string, EventKind>>;

export type EventName = keyof typeof EVENTS;

/** What is told of an event: every fact that the catalogue names, and no other. */
export type Facts<Name extends EventName> = {
  readonly [Fact in (typeof EVENTS)[Name]['facts'][number]]: Fact extends 'err' ? unknown : FactValue;
};
