import type supertest from 'supertest'

/** The bytes of a workbook that was asked for. */
export async function downloaded(asked: supertest.Test): Promise<Buffer> {
  const response = await asked
    .expect(200)
    .expect('Content-Type', /spreadsheetml/)
    .buffer(true)
    .parse((stream, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => done(null, Buffer.concat(pieces)))
    })
  return response.body as Buffer
}
