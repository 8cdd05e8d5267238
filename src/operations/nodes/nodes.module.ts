import { type DynamicModule, Module } from '@nestjs/common';
import { NodePresence } from './node-presence.js';
import { NodesController } from './nodes.controller.js';

/** Tells the other nodes how this one fares, and operators how all of them do. */
@Module({ providers: [NodePresence] })
export class NodesModule {
  /** @param parts the modules that provide the Clock and, where there are any, the NodeLink and who is connected */
  static over(parts: readonly DynamicModule[], { isAsked }: { readonly isAsked: boolean }): DynamicModule {
    return { module: NodesModule, imports: [...parts], controllers: isAsked ? [NodesController] : [] };
  }
}
