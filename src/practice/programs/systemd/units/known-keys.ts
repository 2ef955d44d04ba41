/** Settings that systemd 257 knows and that change nothing on the practice device: a unit that has them is told so in the journal. */
const withoutEffect: Readonly<Record<string, string>> = {
  Unit: `StartLimitAction RebootArgument CollectMode SourcePath JobTimeoutAction JobTimeoutSec JobRunningTimeoutSec
    JobTimeoutRebootArgument FailureActionExitStatus SuccessActionExitStatus PropagatesStopTo StopPropagatedFrom
    JoinsNamespaceOf ReloadPropagatedFrom WantsMountsFor SurviveFinalKillSignal`,
  Service: `WatchdogSec GuessMainPID ExitType RestartMode RestartSteps RestartMaxDelaySec TimeoutAbortSec
    TimeoutStartFailureMode TimeoutStopFailureMode RootDirectoryStartOnly NonBlocking FileDescriptorStoreMax
    USBFunctionDescriptors USBFunctionStrings OOMPolicy OpenFile Sockets WatchdogSignal RuntimeRandomizedExtraSec BusPolicy
    FileDescriptorStorePreserve`,
  Execution: `Nice OOMScoreAdjust CPUSchedulingPolicy CPUSchedulingPriority CPUAffinity IOSchedulingClass IOSchedulingPriority UMask
    RootDirectory RootImage BindPaths BindReadOnlyPaths ReadWritePaths ReadOnlyPaths InaccessiblePaths ExecPaths NoExecPaths
    TemporaryFileSystem PrivateTmp PrivateDevices PrivateNetwork PrivateUsers PrivateMounts PrivateIPC PrivatePIDs ProtectSystem
    ProtectHome ProtectHostname ProtectClock ProtectKernelTunables ProtectKernelModules ProtectKernelLogs ProtectControlGroups
    ProtectProc ProcSubset RestrictAddressFamilies RestrictNamespaces RestrictRealtime RestrictSUIDSGID RestrictFileSystems
    LockPersonality MemoryDenyWriteExecute RemoveIPC DynamicUser SystemCallFilter SystemCallArchitectures
    SystemCallErrorNumber SystemCallLog Personality KeyringMode NoNewPrivileges SecureBits CapabilityBoundingSet
    AmbientCapabilities SupplementaryGroups PAMName MountFlags MountAPIVFS LimitCPU LimitFSIZE LimitDATA LimitSTACK LimitCORE
    LimitRSS LimitNOFILE LimitAS LimitNPROC LimitMEMLOCK LimitLOCKS LimitSIGPENDING LimitMSGQUEUE LimitNICE LimitRTPRIO
    LimitRTTIME TTYReset TTYVHangup TTYVTDisallocate TTYRows TTYColumns SyslogFacility SyslogLevel SyslogLevelPrefix
    LogLevelMax LogRateLimitIntervalSec LogRateLimitBurst LogExtraFields LogNamespace UtmpIdentifier UtmpMode IgnoreSIGPIPE
    LoadCredential LoadCredentialEncrypted SetCredential ImportCredential RuntimeDirectoryMode StateDirectoryMode
    CacheDirectoryMode LogsDirectoryMode ConfigurationDirectoryMode RuntimeDirectoryPreserve SELinuxContext AppArmorProfile
    SmackProcessLabel TimerSlackNSec CoredumpFilter SetLoginEnvironment`,
  Resources: `CPUWeight CPUQuota CPUShares CPUAccounting AllowedCPUs MemoryMin MemoryLow MemoryHigh MemoryMax MemorySwapMax
    MemoryAccounting MemoryLimit TasksMax TasksAccounting IOWeight IOAccounting IOReadBandwidthMax IOWriteBandwidthMax
    BlockIOWeight IPAccounting IPAddressAllow IPAddressDeny DeviceAllow DevicePolicy Delegate DelegateSubgroup
    ManagedOOMSwap ManagedOOMMemoryPressure StartupCPUWeight StartupIOWeight SocketBindAllow SocketBindDeny`,
  Socket: `SocketMode SocketUser SocketGroup Backlog PassCredentials PassSecurity ReceiveBuffer SendBuffer Symlinks Timestamping
    MaxConnections MaxConnectionsPerSource KeepAlive NoDelay FileDescriptorName RemoveOnStop ReusePort FreeBind BindIPv6Only
    DirectoryMode Writable DeferTrigger`,
  Timer: 'AccuracySec RandomizedDelaySec FixedRandomDelay Persistent WakeSystem RemainAfterElapse OnClockChange OnTimezoneChange',
  Path: 'MakeDirectory DirectoryMode TriggerLimitIntervalSec TriggerLimitBurst',
  Mount: 'DirectoryMode SloppyOptions LazyUnmount ForceUnmount ReadWriteOnly TimeoutSec',
  Automount: 'DirectoryMode TimeoutIdleSec ExtraOptions Where',
  Install: 'UpheldBy',
};

const parts: Readonly<Record<string, readonly string[]>> = {
  Unit: ['Unit'],
  Service: ['Service', 'Execution', 'Resources'],
  Socket: ['Socket', 'Execution', 'Resources'],
  Mount: ['Mount', 'Execution', 'Resources'],
  Swap: ['Mount', 'Execution', 'Resources'],
  Slice: ['Resources'],
  Scope: ['Resources'],
  Timer: ['Timer'],
  Path: ['Path'],
  Automount: ['Automount'],
  Install: ['Install'],
};

/** Whether systemd knows the setting although the practice device does nothing with it. */
export function isKnownWithoutEffect(section: string, key: string): boolean {
  return (parts[section] ?? []).some((part) => (withoutEffect[part] ?? '').split(/\s+/).includes(key));
}

/** Sections that are somebody else's business are not warned about. */
export function isKnownSection(section: string): boolean {
  return section in parts || section.startsWith('X-');
}
