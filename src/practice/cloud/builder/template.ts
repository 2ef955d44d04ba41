import { ProjectError } from './project-error.ts';

export interface TemplateVariables {
  architecture: string;
  machineName: string;
  appName: string;
  release: string;
  serviceName: string;
}

/**
 * Fills the variables of a Dockerfile.template, `%%BALENA_ARCH%%` and the like, also under their former prefix RESIN_.
 * Lines of comment stay as they are, as the real builder leaves them. Throws ProjectError for a variable that there is not.
 */
export function fillTemplate(template: string, variables: TemplateVariables): string {
  const { architecture, machineName, appName, release, serviceName } = variables;
  const values: Readonly<Record<string, string>> = {
    ARCH: architecture,
    MACHINE_NAME: machineName,
    APP_NAME: appName,
    RELEASE: release,
    SERVICE_NAME: serviceName,
  };
  const fill = (line: string) =>
    line.replace(/%%([A-Z][A-Z_]+)%%/g, (_whole, name: string) => {
      const value = values[/^(?:BALENA|RESIN)_(.+)$/.exec(name)?.[1] ?? ''];
      if (value === undefined)
        throw new ProjectError(
          `Template variable %%${name}%% is not known. There are: ${Object.keys(values)
            .map((known) => `%%BALENA_${known}%%`)
            .join(', ')}.`,
        );
      return value;
    });
  return template
    .split('\n')
    .map((line) => (line.startsWith('#') ? line : fill(line)))
    .join('\n');
}
