import { outcomeTypeOf } from '../contract/index.js';
import type { Outcome } from '../engagement/index.js';
import { AttemptDto } from '../gateway/index.js';
import type { OutcomeMessageDto } from './dto/outcome-message.dto.js';

/** An outcome as it is told: the attempt as it stood then, whatever has followed since. */
export function messageOf({ sequence, state, at, by, reason, attempt, position }: Outcome): OutcomeMessageDto {
  const occurredAt = new Date(at).toISOString();
  const isEnding = state !== 'shown';
  return {
    type: outcomeTypeOf(state),
    timestamp: occurredAt,
    data: {
      ...AttemptDto.of({ ...attempt, state, reason: isEnding ? reason : null, endedAt: isEnding ? at : null }),
      position,
      sequence,
      occurredAt,
      by,
      data: attempt.data,
    },
  };
}
