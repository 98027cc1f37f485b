# The covariance of honest schools by moments, from the definitions in HonestCovariance: python3 honest_covariance.py (numpy 2.4.6).
import numpy as np, math
V=3
# subject, grade, year
W=[('m',4,2019),('m',5,2020),('r',4,2019),('r',4,2020),('m',4,2021)]
C=len(W); S=60
value=np.zeros((S,V,C)); error=np.zeros((S,V,C))
for s in range(S):
    for v in range(V):
        for t in range(C):
            if (s*7+v*3+t*5)%9==0: continue
            error[s,v,t]=1/math.sqrt(5+(s*13+t*7+v)%40)
            value[s,v,t]=0.4*math.sin(s*1.7+0.3*v)+0.25*math.sin(s*2.9+t)+error[s,v,t]*1.3*math.sin(s*(t+2)*3.1+v*v+W[t][2]-W[t][1]) + (3 if s==17 and v==0 else 0)
spread=[0.05,0.08,0.02]
LAGS=12
def shared(a,b): return W[a][2]-W[a][1]==W[b][2]-W[b][1]
def kind(a,b):
    if a==b: return 'own'
    return (W[a][0]==W[b][0],W[a][1]==W[b][1],shared(a,b),min(LAGS-1,abs(W[a][2]-W[b][2])))
def issh(k): return k!='own' and k[2]
first=[(spread[v],1.0) for v in range(V)]
def fit(m,sh):
    s0,s1,s2,s3,s4=m
    if not s0>0: return (0.,0.)
    det=s0*s2-s1*s1
    if not sh: return (s3/s0,0.)
    if det<1e-9*s0*s2: return (0.,s3/s1)
    a,b=np.linalg.solve([[s0,s1],[s1,s2]],[s3,s4]); return (a,b)
for rnd in range(3):
    M={}
    for s in range(S):
        k=[(v,t) for v in range(V) for t in range(C) if error[s,v,t]>0]
        var={(v,t):first[v][0]+first[v][1]*error[s,v,t]**2 for v,t in k}
        z={q:max(-2.5,min(2.5,value[s][q]/math.sqrt(var[q])))*math.sqrt(var[q]) for q in k}
        for ai,a in enumerate(k):
            for b in k[:ai+1]:
                pr=tuple(sorted((a[0],b[0]))); kd=kind(a[1],b[1])
                if rnd<2 and a!=b: continue
                w=1/(var[a]*var[b]); gg=error[s][a]*error[s][b]; p=z[a]*z[b]/.97755
                m=M.setdefault((pr,kd),[0,0,0,0,0,0])
                for i,x in enumerate((w,w*gg,w*gg*gg,w*p,w*gg*p,1)): m[i]+=x
    fits={}
    pairs={tuple(sorted((a,b))) for a in range(V) for b in range(V)}
    kinds={kind(a,b) for a in range(C) for b in range(C)}
    for pr in pairs:
        pool={True:np.zeros(6),False:np.zeros(6)}
        for (q,kd),m in M.items():
            if q==pr and kd!='own': pool[issh(kd)]+=m
        for kd in kinds:
            m=np.array(M.get((pr,kd),[0]*6),float)
            sh=kd=='own' or issh(kd)
            if kd!='own':
                P=pool[sh]
                if P[5]>0: m[:5]+=200/P[5]*P[:5]
            fits[pr,kd]=fit(m[:5],sh)
    for v in range(V):
        s0,s1,s2,s3,s4=M[((v,v),'own')][:5]
        a,b=fits[(v,v),'own']
        if b<.5: b=.5; a=(s3-b*s1)/s0
        if a<1e-3: a=1e-3; b=(s4-a*s1)/s2
        first[v]=(max(1e-3,a),max(.5,b)); fits[(v,v),'own']=first[v]
A=np.zeros((V*C,V*C));B=A.copy()
for i in range(V*C):
    for j in range(V*C):
        pr=tuple(sorted((i//C,j//C))); A[i,j],B[i,j]=fits[pr,kind(i%C,j%C)]
def near(M):
    w,U=np.linalg.eigh(M); return (U*np.maximum(w,.02*np.maximum(w,0).sum()/len(w)))@U.T
A,B=near(A),near(B)
print('first',first)
for i,j in [(0,0),(0,1),(0,2),(0,4),(1,3),(3,7),(2,12),(14,14),(5,10),(7,5)]: print(i,j,repr(float(A[i,j])),repr(float(B[i,j])))
print('trace',repr(float(np.trace(A))),repr(float(np.trace(B))))
