import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Header, Inject, NotFoundException, Param, Query, Redirect, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { DEMO_SETTINGS, type DemoSettings } from './demo-settings.js';
import { shopPageFor } from './shop-page.js';

/** Where the build puts what browsers load. */
const PAGE = fileURLToPath(new URL('./page/', import.meta.url));

/** The files there that pages load: no path leads out. */
const LOADED_FILE = /^[a-z-]+\.(css|js|js\.map|svg)$/;

/** Serves the demo page and the shop in it. */
@ApiExcludeController()
@Controller()
export class DemoController {
  constructor(@Inject(DEMO_SETTINGS) private readonly demoSettings: DemoSettings) {}

  /** Who comes without a path is a newcomer. */
  @Get()
  @Redirect('/demo')
  welcome(): void {}

  @Get('demo')
  index(@Res() response: Response): void {
    response.sendFile('index.html', { root: PAGE });
  }

  @Get('demo/settings.json')
  settings(): DemoSettings {
    return this.demoSettings;
  }

  @Get('demo/shop')
  @Header('Content-Type', 'text/html; charset=utf-8')
  async shop(@Query('visitId') visitId: unknown): Promise<string> {
    return shopPageFor(visitId, await readFile(join(PAGE, 'shop.html'), 'utf8'));
  }

  @Get('demo/:file')
  file(@Param('file') file: string, @Res() response: Response): void {
    if (!LOADED_FILE.test(file) || !existsSync(join(PAGE, file))) throw new NotFoundException();
    response.sendFile(file, { root: PAGE });
  }
}
