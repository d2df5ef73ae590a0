{{- /* What stands around a Deployment: its Service, its scaler, its budget, its NetworkPolicy. */}}

{{- define "child-in-need.service" }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ .fullname }}-{{ .component }}
  labels:
    {{- include "child-in-need.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "child-in-need.selector" (dict "root" .root "component" (.backend | default .component)) | nindent 4 }}
  ports:
    - name: http
      port: {{ .port }}
      targetPort: {{ .targetPort | default "http" }}
      appProtocol: http
    - name: admin
      port: 8003
      targetPort: admin
      appProtocol: http
{{- end }}

{{- /* A budget for a single replica would forbid emptying its node. */}}
{{- define "child-in-need.budget" }}
{{- $least := .values.replicas }}
{{- if .values.autoscaling.enabled }}
{{- $least = .values.autoscaling.min }}
{{- end }}
{{- if gt (int $least) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ .fullname }}-{{ .component }}
  labels:
    {{- include "child-in-need.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "child-in-need.selector" . | nindent 6 }}
{{- end }}
{{- end }}

{{- define "child-in-need.scaler" }}
{{- if .values.autoscaling.enabled }}
{{- if eq .role "worker" }}
{{- include "child-in-need.scaledobject" . }}
{{- else }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ .fullname }}-{{ .component }}
  labels:
    {{- include "child-in-need.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ .fullname }}-{{ .component }}
  minReplicas: {{ .values.autoscaling.min }}
  maxReplicas: {{ .values.autoscaling.max }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: Utilization
          averageUtilization: {{ .values.autoscaling.cpu }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Never none: the relay and the sweeps of a service run in its worker. Never more than partitions. */}}
{{- define "child-in-need.scaledobject" }}
{{- $tls := hasPrefix "kafkas://" .root.Values.bus.url }}
{{- if $tls }}
---
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata:
  name: {{ .fullname }}-{{ .component }}
  labels:
    {{- include "child-in-need.labels" . | nindent 4 }}
spec:
  secretTargetRef:
    - parameter: username
      name: {{ (get .root.Values.secrets .service).existingSecret }}
      key: bus-user
    - parameter: password
      name: {{ (get .root.Values.secrets .service).existingSecret }}
      key: bus-password
    {{- with .root.Values.bus.ca.existingSecret }}
    - parameter: ca
      name: {{ . }}
      key: ca.crt
    {{- end }}
  {{- with .root.Values.bus.ca.existingConfigMap }}
  configMapTargetRef:
    - parameter: ca
      name: {{ . }}
      key: ca.crt
  {{- end }}
{{- end }}
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: {{ .fullname }}-{{ .component }}
  labels:
    {{- include "child-in-need.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    name: {{ .fullname }}-{{ .component }}
  minReplicaCount: {{ .values.autoscaling.min }}
  maxReplicaCount: {{ .values.autoscaling.max }}
  triggers:
    - type: kafka
      {{- if $tls }}
      authenticationRef:
        name: {{ .fullname }}-{{ .component }}
      {{- end }}
      metadata:
        bootstrapServers: {{ regexReplaceAll "^kafkas?://" .root.Values.bus.url "" | trimSuffix "/" | quote }}
        consumerGroup: {{ .service }}
        lagThreshold: {{ .values.autoscaling.lag | quote }}
        offsetResetPolicy: earliest
        sasl: {{ $tls | ternary "scram_sha512" "none" }}
        tls: {{ $tls | ternary "enable" "disable" }}
{{- end }}

{{- define "child-in-need.policy" }}
{{- if .root.Values.networkPolicies.enabled }}
{{- $policies := .root.Values.networkPolicies }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ .fullname }}-{{ .component }}
  labels:
    {{- include "child-in-need.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "child-in-need.selector" . | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    - ports:
        - port: admin
      from:
        {{- include "child-in-need.peer" (dict "root" .root "component" "test") | nindent 8 }}
        {{- with $policies.monitoring }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    {{- if .port }}
    - ports:
        - port: http
      from:
        {{- include "child-in-need.peer" (dict "root" .root "component" "test") | nindent 8 }}
        {{- range .callers }}
        {{- include "child-in-need.peer" (dict "root" $.root "component" .) | nindent 8 }}
        {{- end }}
        {{- if eq .role "web" }}
        {{- with $policies.visitors }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- end }}
    {{- end }}
    {{- with $policies.extraIngress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  egress:
    {{- range .needs }}
    {{- if eq . "database" }}
    {{- include "child-in-need.egress" $policies.postgres | nindent 4 }}
    {{- else if eq . "bus" }}
    {{- include "child-in-need.egress" $policies.kafka | nindent 4 }}
    {{- else if and (eq . "provider") $.root.Values.signIn.issuer }}
    {{- include "child-in-need.egress" $policies.provider | nindent 4 }}
    {{- else if eq . "password" }}
    {{- include "child-in-need.egress" $policies.smtp | nindent 4 }}
    {{- else if hasSuffix "-api" . }}
    - ports:
        - port: 8002
      to:
        {{- include "child-in-need.peer" (dict "root" $.root "component" .) | nindent 8 }}
    {{- end }}
    {{- end }}
    {{- if .root.Values.tracing.endpoint }}
    {{- include "child-in-need.egress" $policies.collector | nindent 4 }}
    {{- end }}
    {{- with $policies.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}

{{- define "child-in-need.peer" -}}
- podSelector:
    matchLabels:
      {{- include "child-in-need.selector" . | nindent 6 }}
{{- end }}

{{- /* Somewhere outside this release: a policy can name no host, so it is addresses or labels. */}}
{{- define "child-in-need.egress" -}}
- ports:
    {{- range .ports }}
    - port: {{ . }}
    {{- end }}
  to:
    {{- range .cidrs }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
    {{- with .peers }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
