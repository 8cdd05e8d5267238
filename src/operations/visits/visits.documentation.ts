import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Faults, ForOperators } from '../../gateway/index.js';
import { ErasureDto, ErasurePageDto } from './dto/erasure.dto.js';
import { VisitRecordsDto } from './dto/visit-records.dto.js';

const VISIT_FAULT = {
  pointer: '/visitId',
  detail: 'is missing: it must be a string of 1 to 128 characters without control characters',
};

export function DocumentedExport(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'exportVisit',
      summary: 'Everything that is kept about a visit',
      description:
        'For whoever asks what is known about them: every attempt of the visit with what was attached, its steps and what was told of it.',
    }),
    ApiOkResponse({ description: 'What is kept.', type: VisitRecordsDto }),
    Faults(VISIT_FAULT, 'validation-failed'),
  );
}

export function DocumentedErasing(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'eraseVisit',
      summary: 'Erase a visit',
      description:
        'Ends what is active for the visit, so that its pages close it, and erases everything that is kept about it: attempts, their steps, what was attached, what was to be told, and a wish not to be asked again. That it happened is kept ([erasures](#operation/listErasures)), not what there was; counts stay. Once more is harmless.',
    }),
    ApiOkResponse({ description: 'The erasure, which is over.', type: ErasureDto }),
    Faults(VISIT_FAULT, 'validation-failed'),
  );
}

export function DocumentedErasures(): MethodDecorator {
  return applyDecorators(
    ForOperators(),
    ApiOperation({
      operationId: 'listErasures',
      summary: 'Erasures of visits',
      description: 'That visits were erased: when, by whom, and how much there was. They are kept for good.',
    }),
    ApiOkResponse({ description: 'A page of erasures.', type: ErasurePageDto }),
    Faults({ pointer: '/limit', detail: 'must be a whole number from 1 to 200' }, 'validation-failed'),
  );
}
