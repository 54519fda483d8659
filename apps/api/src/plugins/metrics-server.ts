import { createServer } from 'node:http';
import plugin from 'fastify-plugin';

export interface MetricsServerOptions {
  host: string;
  port: number;
}

/** Answers `/metrics` to Prometheus on a port of its own, so that no proxy in front of the api leads strangers to it. */
export const metricsServer = plugin<MetricsServerOptions>(
  async (app, { host, port }) => {
    const server = createServer(async (request, response) => {
      if (request.url !== '/metrics') return void response.writeHead(404).end();
      const text = await app.metrics.metrics();
      response.writeHead(200, { 'content-type': app.metrics.contentType }).end(text);
    });
    app.addHook('onReady', async () => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      });
    });
    app.addHook('onClose', async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    });
  },
  { name: 'metrics-server', dependencies: ['metrics'] },
);
