{{- /* One role of one service with all that belongs to it.

   root, service (planning), role (web), needs (see _needs.tpl), port (0: takes no requests), calls (APIs)
*/}}
{{- define "child-in-need.workload" -}}
{{- $values := get (get .root.Values .service) .role }}
{{- $component := printf "%s-%s" .service .role }}
{{- $it := merge (dict "component" $component "values" $values "fullname" (include "child-in-need.fullname" .root)) . }}
{{- if eq .root.Values.mode "services" }}
{{- include "child-in-need.deployment" $it }}
{{- if .port }}
{{- include "child-in-need.service" $it }}
{{- end }}
{{- include "child-in-need.budget" $it }}
{{- include "child-in-need.scaler" $it }}
{{- include "child-in-need.policy" $it }}
{{- end }}
{{- end }}

{{- define "child-in-need.deployment" }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .fullname }}-{{ .component }}
  labels:
    {{- include "child-in-need.labels" . | nindent 4 }}
    child-in-need/service: {{ .service }}
    child-in-need/role: {{ .role }}
spec:
  {{- if not .values.autoscaling.enabled }}
  replicas: {{ .values.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxUnavailable: 0
      maxSurge: 1
  selector:
    matchLabels:
      {{- include "child-in-need.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- with .root.Values.pods.labels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- include "child-in-need.labels" . | nindent 8 }}
        child-in-need/service: {{ .service }}
        child-in-need/role: {{ .role }}
      {{- if or .root.Values.pods.annotations (has "procedure" .needs) }}
      annotations:
        {{- if has "procedure" .needs }}
        checksum/council: {{ include "child-in-need.council" .root | sha256sum }}
        {{- end }}
        {{- with .root.Values.pods.annotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
    spec:
      {{- include "child-in-need.pod" .root | nindent 6 }}
      serviceAccountName: {{ include "child-in-need.account" (dict "root" .root "name" .service) }}
      # Who sends a mail waits a minute and a half for the server's answer, or the mail would go twice.
      terminationGracePeriodSeconds: {{ add .root.Values.pods.preStopSeconds (ternary 105 35 (has "mail" .needs)) }}
      {{- if .root.Values.pods.spread }}
      topologySpreadConstraints:
        {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
        - topologyKey: {{ . }}
          maxSkew: 1
          whenUnsatisfiable: ScheduleAnyway
          matchLabelKeys: [pod-template-hash]
          labelSelector:
            matchLabels:
              {{- include "child-in-need.selector" $ | nindent 14 }}
        {{- end }}
      {{- end }}
      containers:
        - name: {{ .role }}
          {{- include "child-in-need.container" .root | nindent 10 }}
          args: [run, --target, {{ .service }}:{{ .role }}]
          env:
            {{- include "child-in-need.env" . | nindent 12 }}
          ports:
            {{- if .port }}
            - name: http
              containerPort: {{ .port }}
            {{- end }}
            - name: admin
              containerPort: 8003
          {{- include "child-in-need.probes" . | nindent 10 }}
          {{- if .port }}
          # Requests go on coming until every node has heard that this pod is leaving.
          lifecycle:
            preStop:
              sleep:
                seconds: {{ .root.Values.pods.preStopSeconds }}
          {{- end }}
          resources:
            {{- toYaml .values.resources | nindent 12 }}
          volumeMounts:
            {{- include "child-in-need.mounts" . | nindent 12 }}
      volumes:
        {{- include "child-in-need.volumes" . | nindent 8 }}
{{- end }}

{{- /* Alive asks only whether its loops come round; ready asks its database, tables and topics too. */}}
{{- define "child-in-need.probes" -}}
startupProbe:
  httpGet:
    path: /livez
    port: admin
  periodSeconds: 2
  timeoutSeconds: 3
  failureThreshold: 60
readinessProbe:
  httpGet:
    path: /readyz
    port: admin
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 2
livenessProbe:
  httpGet:
    path: /livez
    port: admin
  periodSeconds: 15
  timeoutSeconds: 5
  failureThreshold: 4
{{- end }}
