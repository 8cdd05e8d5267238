import { applyDecorators } from '@nestjs/common';
import { ApiSecurity, ApiTags } from '@nestjs/swagger';

/** Documents an operation as one that operators may call. */
export function ForOperators(): MethodDecorator {
  return applyDecorators(ApiTags('operations'), ApiSecurity('operator-key'));
}
