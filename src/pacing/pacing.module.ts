import { Module } from '@nestjs/common';
import { Pacing } from '../engagement/model.js';
import { OutgoingCalls } from '../outgoing/index.js';
import { HttpPacing } from './http.pacing.js';

/** Asks another service whether there are agents, over connections of its own: other calls do not hold it up. */
@Module({
  providers: [OutgoingCalls, HttpPacing, { provide: Pacing, useExisting: HttpPacing }],
  exports: [Pacing, HttpPacing],
})
export class PacingModule {}
