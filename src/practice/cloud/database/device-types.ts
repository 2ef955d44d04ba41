/** Device types as balenaCloud names them: slug, name, architecture, further names. The practice device is a generic-amd64. */
export const deviceTypes: readonly { slug: string; name: string; architecture: string; aliases?: readonly string[] }[] = [
  { slug: 'raspberry-pi', name: 'Raspberry Pi (v1 / Zero / Zero W)', architecture: 'rpi', aliases: ['raspberrypi'] },
  { slug: 'raspberry-pi2', name: 'Raspberry Pi 2', architecture: 'armv7hf', aliases: ['raspberrypi2'] },
  { slug: 'raspberrypi3', name: 'Raspberry Pi 3', architecture: 'armv7hf' },
  { slug: 'raspberrypi3-64', name: 'Raspberry Pi 3 (using 64bit OS)', architecture: 'aarch64' },
  { slug: 'raspberrypi4-64', name: 'Raspberry Pi 4 (using 64bit OS)', architecture: 'aarch64' },
  { slug: 'raspberrypi400-64', name: 'Raspberry Pi 400', architecture: 'aarch64' },
  { slug: 'raspberrypi5', name: 'Raspberry Pi 5', architecture: 'aarch64' },
  { slug: 'raspberrypicm4-ioboard', name: 'Raspberry Pi CM4 IO Board', architecture: 'aarch64' },
  { slug: 'fincm3', name: 'Balena Fin (CM3)', architecture: 'armv7hf' },
  { slug: 'beaglebone-black', name: 'BeagleBone Black', architecture: 'armv7hf', aliases: ['beaglebone'] },
  { slug: 'beaglebone-green', name: 'BeagleBone Green', architecture: 'armv7hf' },
  { slug: 'generic', name: 'Generic x86_64 (legacy MBR)', architecture: 'amd64' },
  { slug: 'generic-amd64', name: 'Generic x86_64 (GPT)', architecture: 'amd64' },
  { slug: 'generic-aarch64', name: 'Generic AARCH64', architecture: 'aarch64' },
  { slug: 'intel-nuc', name: 'Intel NUC', architecture: 'amd64', aliases: ['nuc'] },
  { slug: 'qemux86-64', name: 'QEMU X86 64bit', architecture: 'amd64' },
  { slug: 'jetson-nano', name: 'Nvidia Jetson Nano SD-CARD', architecture: 'aarch64' },
  { slug: 'jetson-xavier-nx-devkit', name: 'Nvidia Jetson Xavier NX Devkit SD-CARD', architecture: 'aarch64' },
  { slug: 'jetson-agx-orin-devkit', name: 'Nvidia Jetson AGX Orin Devkit 32GB', architecture: 'aarch64' },
  { slug: 'imx8mm-var-dart', name: 'Variscite DART-MX8M Mini', architecture: 'aarch64' },
  { slug: 'rockpi-4b-rk3399', name: 'Rock Pi 4B RK3399', architecture: 'aarch64' },
  { slug: 'asus-tinker-board', name: 'Asus Tinker Board', architecture: 'armv7hf' },
];

export const architectures: readonly string[] = ['aarch64', 'amd64', 'armv7hf', 'i386', 'rpi'];
