import { Controller, Get, Header, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthCheckService, type HealthIndicatorFunction } from '@nestjs/terminus';
import type { Response } from 'express';
import { NodesHealth } from './nodes.health.js';
import { PhaseHealth } from './phase.health.js';
import { StoreHealth } from './store.health.js';

/** What probes ask. The answers hold no data of anybody’s. */
@ApiExcludeController()
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly phase: PhaseHealth,
    private readonly store: StoreHealth,
    private readonly nodes: NodesHealth,
  ) {}

  /** Whether the process should go on: it answers, so it should. A store that is away is no reason to start it again. */
  @Get('live')
  @Header('Cache-Control', 'no-store')
  live(@Res({ passthrough: true }) response: Response): Promise<object> {
    return this.answer(response, []);
  }

  /** Whether new work should be sent here. */
  @Get('ready')
  @Header('Cache-Control', 'no-store')
  ready(@Res({ passthrough: true }) response: Response): Promise<object> {
    return this.answer(response, [() => this.phase.serving(), () => this.store.answers(), () => this.nodes.heard()]);
  }

  /** Whether it has started. */
  @Get('startup')
  @Header('Cache-Control', 'no-store')
  startup(@Res({ passthrough: true }) response: Response): Promise<object> {
    return this.answer(response, [() => this.phase.started()]);
  }

  /** 200 with `ok`, or `degraded` and by what; 503 when anything that is asked for is down. */
  private async answer(response: Response, asked: HealthIndicatorFunction[]): Promise<object> {
    try {
      const result = await this.health.check(asked);
      const { nodes } = result.details;
      return nodes !== undefined && this.nodes.isDegraded
        ? { ...result, status: 'degraded', degraded: { nodes } }
        : result;
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      response.status(error.getStatus());
      return Object(error.getResponse());
    }
  }
}
