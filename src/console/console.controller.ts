import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Controller, Get, Header, Inject, NotFoundException, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Response } from 'express';
import { Configuration, isOpenMode } from '../config/index.js';

/** Where the build puts what browsers load. */
const PAGE = fileURLToPath(new URL('./page/', import.meta.url));

/** The files there that the page loads: no path leads out. */
const LOADED_FILE = /^[a-z-]+\.(css|js|js\.map|svg)$/;

/** It has buttons that end what others have begun: no page may put a frame around them, and it sends nothing elsewhere. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** What the page must know before it asks for anything. */
interface ConsoleSettings {
  /** Whether the operations API asks for a key. */
  readonly asksForKey: boolean;
}

/** Serves the console, to everybody: there is nothing in it. */
@ApiExcludeController()
@Controller('console')
export class ConsoleController {
  constructor(@Inject(Configuration) private readonly configuration: Configuration) {}

  @Get()
  @Header('Content-Security-Policy', CONTENT_SECURITY_POLICY)
  @Header('Cache-Control', 'no-cache')
  index(@Res() response: Response): void {
    response.sendFile('index.html', { root: PAGE, cacheControl: false });
  }

  @Get('settings.json')
  @Header('Cache-Control', 'no-store')
  settings(): ConsoleSettings {
    return { asksForKey: !isOpenMode(this.configuration) };
  }

  @Get(':file')
  @Header('Cache-Control', 'no-cache')
  file(@Param('file') file: string, @Res() response: Response): void {
    if (!LOADED_FILE.test(file) || !existsSync(join(PAGE, file))) throw new NotFoundException();
    response.sendFile(file, { root: PAGE, cacheControl: false });
  }
}
