import { Global, Module } from '@nestjs/common';
import { OutgoingCalls } from './outgoing-calls.js';

/** The one way by which the service calls others. */
@Global()
@Module({ providers: [OutgoingCalls], exports: [OutgoingCalls] })
export class OutgoingModule {}
