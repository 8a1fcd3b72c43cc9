/**
 * NestJS: classes and decorators around Express (or Fastify): controllers state routes, pipes check, filters answer errors, a container makes
 * objects and gives them to each other. Much structure, which a large team may want and a small service has to carry.
 */
import 'reflect-metadata';
import { Body, Catch, Controller, Get, HttpCode, HttpException, Inject, Injectable, Module, Post, Query } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BadRequest, readEvents, readTopK, readUserId, runAlone } from '../recommender';
import type { ArgumentsHost, DynamicModule, ExceptionFilter, PipeTransform } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Response } from 'express';
import type { Event, Running, Service } from '../recommender';

const SERVICE = Symbol('the recommender');

/** Pipes: from what stands in a request to what a handler takes. */
@Injectable()
class UserIdPipe implements PipeTransform<unknown, string> {
  transform = readUserId;
}

@Injectable()
class TopKPipe implements PipeTransform<unknown, number> {
  transform(value: unknown): number {
    return readTopK(value === undefined ? undefined : String(value));
  }
}

@Injectable()
class EventsPipe implements PipeTransform<unknown, Event[]> {
  transform = readEvents;
}

@Controller()
class RecommendController {
  // Named by its token: the type alone would need metadata that only `tsc` writes.
  constructor(@Inject(SERVICE) private readonly service: Service) {}

  @Get('health')
  health() {
    return { status: 'ok' };
  }

  @Get('recommend')
  recommend(@Query('user_id', UserIdPipe) userId: string, @Query('top_k', TopKPipe) topK: number) {
    return this.service.recommend(userId, topK);
  }

  @Post('events')
  @HttpCode(202)
  record(@Body(EventsPipe) events: Event[]) {
    return this.service.record(events);
  }
}

/** Gives every error one shape. */
@Catch()
class ErrorFilter implements ExceptionFilter {
  catch(error: Error, host: ArgumentsHost): void {
    const status = error instanceof BadRequest ? 400 : error instanceof HttpException ? error.getStatus() : 500;
    const detail = status === 404 ? 'there is nothing here' : status < 500 ? error.message : 'something went wrong';
    host.switchToHttp().getResponse<Response>().status(status).json({ status, detail });
  }
}

@Module({})
class RecommendModule {
  static with(service: Service): DynamicModule {
    return {
      module: RecommendModule,
      controllers: [RecommendController],
      providers: [{ provide: SERVICE, useValue: service }],
    };
  }
}

export async function start(service: Service, port: number): Promise<Running> {
  const app = await NestFactory.create<NestExpressApplication>(RecommendModule.with(service), { logger: ['error'] });
  app.useBodyParser('json', { limit: '1mb' });
  app.useGlobalFilters(new ErrorFilter());
  await app.listen(port, '127.0.0.1');
  return { url: await app.getUrl(), close: () => app.close() };
}

if (import.meta.url === `file://${process.argv[1]}`) await runAlone(start);
