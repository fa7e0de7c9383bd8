import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { errorOf } from '../../testing/contract-objects.ts';
import { checkProgram } from './image.ts';

describe('checkProgram', () => {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-test-'));
  const path = join(directory, 'etcd');
  after(() => rmSync(directory, { recursive: true }));

  for (const [architecture, machine] of [
    ['amd64', 62],
    ['arm64', 183],
  ] as const) {
    it(`takes a program for ${architecture}`, async () => {
      writeFileSync(path, header(machine));
      await checkProgram(path, architecture);
    });
  }

  const wrong: Readonly<Record<string, Buffer>> = {
    'a program for other processors': header(183),
    'a program of macOS': Buffer.from('cffaedfe0700000103000000020000001000000018000000', 'hex'),
    'a script': Buffer.from('#!/bin/sh\necho this is longer than a header\n'),
    'a file that is too short': Buffer.from('\x7fELF', 'latin1'),
  };
  for (const [what, content] of Object.entries(wrong)) {
    it(`refuses ${what}`, async () => {
      writeFileSync(path, content);
      expect(await errorOf(checkProgram(path, 'amd64')))
        .to.have.property('message')
        .that.matches(/etcd is no program for Linux on amd64, .*KUBEBUILDER_ASSETS/);
    });
  }
});

function header(machine: number): Buffer {
  const elf = Buffer.alloc(64);
  elf.write('\x7fELF', 'latin1');
  elf.writeUInt16LE(machine, 18);
  return elf;
}
