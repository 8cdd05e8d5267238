import { Module } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';

/** The console: a page for operators. It holds no data, and asks the operations API for what it shows. */
@Module({ controllers: [ConsoleController] })
export class ConsoleModule {}
