{{- /* Jobs that prepare: check, migrate, topics. How they run is one decision for all of them.

   hook:    before install and upgrade, in the order of their weights. What they need is a hook too, as
            nothing of the release is there yet.
   job:     ordinary Jobs beside the pods, which wait for them. For Argo CD, Flux and whoever renders.
            Their names change with what they would do, as a Job itself can not be changed.
   manual:  none; the operator calls `migrate` and `bus topics --create`.
*/}}

{{- define "child-in-need.jobs" -}}
{{- if ne .Values.migrations.mode "manual" }}yes{{ end -}}
{{- end }}

{{- /* root, weight, keep (a failed Job stays, for its log) */}}
{{- define "child-in-need.hook" -}}
{{- if eq .root.Values.migrations.mode "hook" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-weight: {{ .weight | quote }}
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}
{{- end }}

{{- /* root, name (migrate), weight, retries, notes, args, env, mounts, volumes (the last three as text) */}}
{{- define "child-in-need.job" }}
{{- $spec := include "child-in-need.job.spec" . }}
{{- $hook := eq .root.Values.migrations.mode "hook" }}
{{- $suffix := "" }}
{{- if not $hook }}
{{- $suffix = printf "-%d-%s" .root.Release.Revision (sha256sum $spec | trunc 8) }}
{{- end }}
---
apiVersion: batch/v1
kind: Job
metadata:
  name: {{ include "child-in-need.fullname" .root }}-{{ .name }}{{ $suffix }}
  labels:
    {{- include "child-in-need.labels" (dict "root" .root "component" .name) | nindent 4 }}
  {{- if $hook }}
  annotations:
    {{- include "child-in-need.hook" . | nindent 4 }}
    helm.sh/hook-output-log-policy: hook-failed
  {{- end }}
spec:
  {{- $spec | nindent 2 }}
{{- end }}

{{- define "child-in-need.job.spec" -}}
backoffLimit: {{ .retries | default 0 }}
activeDeadlineSeconds: {{ int .root.Values.migrations.timeoutSeconds }}
template:
  metadata:
    labels:
      {{- with .root.Values.pods.labels }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
      {{- include "child-in-need.labels" (dict "root" .root "component" .name) | nindent 6 }}
    {{- with merge (dict) (.notes | default dict) .root.Values.pods.annotations }}
    annotations:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  spec:
    {{- include "child-in-need.job.pod" . | nindent 4 }}
{{- end }}

{{- define "child-in-need.job.pod" -}}
{{ include "child-in-need.pod" .root }}
serviceAccountName: {{ include "child-in-need.account" (dict "root" .root "name" "jobs") }}
restartPolicy: Never
containers:
  - name: {{ .name }}
    {{- include "child-in-need.container" .root | nindent 4 }}
    args: {{ toJson .args }}
    env:
      {{- $env := printf "- name: CIN_DATA\n  value: /tmp/child-in-need\n%s" (trim .env) }}
      {{- include "child-in-need.env.own" (dict "root" .root "env" $env) | nindent 6 }}
    resources:
      {{- toYaml .root.Values.migrations.resources | nindent 6 }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- with trim .mounts }}
      {{- . | nindent 6 }}
      {{- end }}
volumes:
  {{- include "child-in-need.tmp" .root | nindent 2 }}
  {{- with trim .volumes }}
  {{- . | nindent 2 }}
  {{- end }}
{{- end }}

{{- /* A Job's way out, where a namespace or this chart forbids everything else. root, name, to (a value) */}}
{{- define "child-in-need.job.policy" }}
{{- if .root.Values.networkPolicies.enabled }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "child-in-need.fullname" .root }}-{{ .name }}
  labels:
    {{- include "child-in-need.labels" (dict "root" .root "component" .name) | nindent 4 }}
  {{- with include "child-in-need.hook" (dict "root" .root "weight" -20) }}
  annotations:
    {{- . | nindent 4 }}
  {{- end }}
spec:
  podSelector:
    matchLabels:
      {{- include "child-in-need.selector" (dict "root" .root "component" .name) | nindent 6 }}
  policyTypes: [Ingress, Egress]
  {{- with .root.Values.networkPolicies.extraIngress }}
  ingress:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  egress:
    {{- include "child-in-need.egress" .to | nindent 4 }}
    {{- include "child-in-need.egress.dns" .root | nindent 4 }}
    {{- with .root.Values.networkPolicies.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
